package io.blinktwice.app.events;

import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What waits to be written to one listener: never more than so many events.
 *
 * <p>One thread puts; the connection takes as fast as the listener reads. Events are handed over
 * one at a time and in order, outside the lock.
 */
final class Outbox implements Publisher<Event<String>>, Subscription {
  private final int capacity;
  private final Deque<Event<String>> waiting = new ArrayDeque<>();
  private @Nullable Subscriber<? super Event<String>> subscriber;
  private long demand;
  private boolean handing;
  private boolean ended;
  private boolean cancelled;

  Outbox(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public void subscribe(Subscriber<? super Event<String>> listener) {
    synchronized (this) {
      if (subscriber != null) {
        throw new IllegalStateException("an outbox has one reader");
      }
      subscriber = listener;
    }
    listener.onSubscribe(this);
  }

  /** Waits for room; says whether the event is in. */
  boolean put(Event<String> event, Duration atMost) throws InterruptedException {
    synchronized (this) {
      long deadline = System.nanoTime() + atMost.toNanos();
      while (waiting.size() >= capacity && !cancelled) {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
          return false;
        }
        wait(millis);
      }
      if (cancelled || ended) {
        return false;
      }
      waiting.add(event);
    }
    handOver();
    return true;
  }

  /** Nothing more comes after this event, and nothing of what still waits. */
  void endWith(Event<String> last) {
    synchronized (this) {
      waiting.clear();
      waiting.add(last);
      ended = true;
    }
    handOver();
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void request(long more) {
    synchronized (this) {
      demand = more <= 0 || demand + more < 0 ? Long.MAX_VALUE : demand + more;
    }
    handOver();
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    waiting.clear();
    notifyAll();
  }

  private void handOver() {
    synchronized (this) {
      if (handing) {
        return; // The one who hands over sees what came meanwhile.
      }
      handing = true;
    }
    while (true) {
      Subscriber<? super Event<String>> to;
      Event<String> next;
      synchronized (this) {
        to = subscriber;
        boolean complete = ended && waiting.isEmpty();
        if (cancelled || to == null || !(complete || demand > 0 && !waiting.isEmpty())) {
          handing = false;
          return;
        }
        next = complete ? null : waiting.remove();
        demand -= complete || demand == Long.MAX_VALUE ? 0 : 1;
        cancelled = complete;
        notifyAll();
      }
      if (next == null) {
        to.onComplete();
      } else {
        to.onNext(next);
      }
    }
  }
}
