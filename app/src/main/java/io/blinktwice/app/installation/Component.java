package io.blinktwice.app.installation;

import io.blinktwice.runtime.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One process of an installation, started again when it ends unasked, a bounded number of times.
 *
 * <p>One virtual thread lives its life: start, become ready, end, once more. Everyone else reads
 * the phase that thread is in, under this object's monitor.
 */
public final class Component implements AutoCloseable {
  private static final int RESTARTS = 5;
  private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PROBE_EVERY = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Whoever watches is not left without a word for longer. */
  private static final Duration SILENT_FOR = Duration.ofSeconds(10);

  private static final Duration SAID_AGAIN_AFTER = Duration.ofSeconds(30);

  private enum Phase {
    NEW,
    COMING_UP,
    READY,
    STOPPED,
    GIVEN_UP
  }

  private final Blueprint blueprint;
  private final InstallationListener listener;
  private final Deque<Instant> ends = new ArrayDeque<>();
  private Phase phase = Phase.NEW;
  private boolean wasReady;
  private @Nullable ChildProcess child;
  private @Nullable Thread life;
  private String whyGivenUp = "";

  Component(Blueprint blueprint, InstallationListener listener) {
    this.blueprint = blueprint;
    this.listener = listener;
  }

  public String name() {
    return blueprint.name();
  }

  synchronized void start() {
    if (phase != Phase.NEW) {
      return;
    }
    phase = Phase.COMING_UP;
    life = Thread.ofVirtual().name("life-of-" + name()).start(this::live);
  }

  /** The process id of the present child; none while it is away. */
  public synchronized @Nullable Long pid() {
    return child != null && child.isAlive() ? child.pid() : null;
  }

  public synchronized boolean isReady() {
    return phase == Phase.READY;
  }

  /** Ends the present child at once, as {@code kill -9} would; it is then started again. */
  public synchronized void kill() {
    if (child != null && phase == Phase.READY) {
      phase = Phase.COMING_UP;
      child.kill();
    }
  }

  /** Waits until it does its work. */
  public synchronized void awaitReady(Duration atMost)
      throws InstallationFailed, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (phase == Phase.COMING_UP) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new InstallationFailed(
            "%s was not ready within %d s; see %s"
                .formatted(name(), atMost.toSeconds(), blueprint.command().log()));
      }
      wait(left);
    }
    if (phase != Phase.READY) {
      throw new InstallationFailed(
          phase == Phase.GIVEN_UP ? whyGivenUp : name() + " was stopped before it was ready");
    }
  }

  void awaitReady() throws InstallationFailed, InterruptedException {
    awaitReady(blueprint.readyWithin().plus(GRACE));
  }

  private void live() {
    try {
      while (liveOnce()) {
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      stopChild();
      giveUp(name() + " cannot be started: " + (e instanceof IOException ? e.getMessage() : e));
    }
  }

  /** Of a child that nobody would watch any more. */
  private void stopChild() {
    ChildProcess last;
    synchronized (this) {
      last = child;
    }
    if (last != null && last.isAlive()) {
      last.stop(GRACE);
    }
  }

  /** From start to end of one child; says whether there is to be another. */
  private boolean liveOnce() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    ChildProcess mine = startChild();
    if (mine == null) {
      return false;
    }
    listener.on(new Happening.Started(name(), mine.log()));
    boolean tooLate = false;
    if (becomesReady(mine, begin)) {
      listener.on(new Happening.Ready(name(), Duration.between(begin, Instant.now())));
      passTo(Phase.READY);
    } else if (mine.isAlive()) {
      tooLate = true;
      mine.stop(GRACE);
    }
    int exitCode = mine.exit().join();
    return passTo(Phase.COMING_UP) && mayStartAgain(mine.log(), exitCode, tooLate);
  }

  private synchronized @Nullable ChildProcess startChild() throws IOException {
    if (phase != Phase.COMING_UP) {
      return null;
    }
    ChildProcess started = ChildProcess.start(blueprint.command());
    child = started;
    return started;
  }

  private boolean becomesReady(ChildProcess mine, Instant begin) throws InterruptedException {
    Instant deadline = begin.plus(blueprint.readyWithin());
    Wait wait = new Wait(begin.plus(SILENT_FOR), "");
    while (mine.isAlive() && Instant.now().isBefore(deadline)) {
      if (probe()) {
        return mine.isAlive();
      }
      wait = told(wait, begin);
      try {
        mine.exit().get(PROBE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (ExecutionException e) {
        throw new IllegalStateException("an exit code is always known", e);
      }
    }
    return false;
  }

  /** When there is next something to say of a start that takes long, and what was said last. */
  private record Wait(Instant next, String said) {}

  private Wait told(Wait before, Instant begin) {
    Instant now = Instant.now();
    String missing = blueprint.probe().missing().orElse("");
    boolean changed = !missing.equals(before.said());
    if (missing.isEmpty()
        || now.isBefore(before.next())
        || !changed && now.isBefore(before.next().plus(SAID_AGAIN_AFTER))) {
      return before;
    }
    listener.on(new Happening.Waiting(name(), Duration.between(begin, now), missing));
    return new Wait(now.plus(SILENT_FOR), missing);
  }

  private boolean probe() throws InterruptedException {
    try {
      return blueprint.probe().succeeds();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean mayStartAgain(Path log, int exitCode, boolean tooLate) {
    if (!wasReady) {
      // What never worked will not work at the next try: say so at once.
      giveUp(
          tooLate
              ? "%s was not ready within %d s%s; see %s"
                  .formatted(
                      name(),
                      blueprint.readyWithin().toSeconds(),
                      blueprint.probe().missing().map(missing -> ": " + missing).orElse(""),
                      log)
              : "%s ended with exit code %d before it was ready; see %s"
                  .formatted(name(), exitCode, log));
      return false;
    }
    Instant now = Instant.now();
    ends.addLast(now);
    ends.removeIf(end -> end.isBefore(now.minus(RESTARTS_WITHIN)));
    if (ends.size() > RESTARTS) {
      giveUp(
          "%s ended %d times in %d minutes, the last time with exit code %d; see %s"
              .formatted(name(), ends.size(), RESTARTS_WITHIN.toMinutes(), exitCode, log));
      return false;
    }
    listener.on(new Happening.Ended(name(), exitCode, ends.size(), RESTARTS, log));
    return true;
  }

  /** False when it was stopped meanwhile. */
  private synchronized boolean passTo(Phase next) {
    if (phase == Phase.STOPPED) {
      return false;
    }
    phase = next;
    wasReady |= next == Phase.READY;
    notifyAll();
    return true;
  }

  private void giveUp(String sentence) {
    synchronized (this) {
      if (phase == Phase.STOPPED) {
        return;
      }
      phase = Phase.GIVEN_UP;
      whyGivenUp = sentence;
      notifyAll();
    }
    listener.on(new Happening.GivenUp(name(), sentence));
  }

  /** From now on it is not started again; what runs goes on. */
  synchronized void retire() {
    phase = Phase.STOPPED;
    notifyAll();
  }

  /** Stops it in order; it is not started again. */
  @Override
  public void close() {
    retire();
    ChildProcess last;
    synchronized (this) {
      last = child;
    }
    if (last != null && last.isAlive()) {
      last.stop(GRACE);
      listener.on(new Happening.Stopped(name()));
    }
  }
}
