package io.blinktwice.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Parts of the story that happen at the same time, because each of them mostly waits. They are told
 * one after the other, each as soon as those before it are over.
 */
final class SideBySide {
  /** More clients at once would need more memory than the demo may have. */
  private static final int AT_ONCE = 3;

  private SideBySide() {}

  /** One of them; what it has to say goes to a narrator of its own. */
  interface Part {
    void happens(Narrator narrator) throws DemoFailed, IOException, InterruptedException;
  }

  /** Returns when all are over; the first in their order that fails ends the others. */
  static void play(Narrator narrator, List<Part> parts)
      throws DemoFailed, IOException, InterruptedException {
    Turns turns = new Turns(narrator);
    ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("part-", 0).factory());
    try {
      List<Future<?>> all = new ArrayList<>();
      for (Part part : parts) {
        Turns.Voice voice = turns.next();
        all.add(
            threads.submit(
                () -> {
                  try {
                    part.happens(new Narrator(voice));
                  } finally {
                    voice.isOver();
                  }
                  return part;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw cause(e);
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }

  private static DemoFailed cause(ExecutionException failure)
      throws IOException, InterruptedException {
    return switch (failure.getCause()) {
      case DemoFailed failed -> failed;
      case IOException failed -> throw failed;
      case InterruptedException failed -> throw failed;
      case null, default -> throw new IllegalStateException(failure.getCause());
    };
  }

  /** Whose turn it is to be heard; what the others say is kept until then. */
  static final class Turns {
    private final Narrator narrator;
    private final List<Voice> voices = new ArrayList<>();
    private int turn;

    Turns(Narrator narrator) {
      this.narrator = narrator;
    }

    synchronized Voice next() {
      Voice voice = new Voice(voices.size());
      voices.add(voice);
      return voice;
    }

    final class Voice implements Audience {
      private final int place;
      private final List<String> kept = new ArrayList<>();
      private boolean over;

      private Voice(int place) {
        this.place = place;
      }

      @Override
      public void chapter(String title) {
        line(title);
      }

      @Override
      public void line(String sentence) {
        synchronized (Turns.this) {
          kept.add(sentence);
          tell();
        }
      }

      void isOver() {
        synchronized (Turns.this) {
          over = true;
          while (turn < voices.size() && voices.get(turn).over) {
            voices.get(turn).tell();
            turn++;
          }
          if (turn < voices.size()) {
            voices.get(turn).tell();
          }
        }
      }

      private void tell() {
        if (place == turn) {
          kept.forEach(narrator::say);
          kept.clear();
        }
      }
    }
  }
}
