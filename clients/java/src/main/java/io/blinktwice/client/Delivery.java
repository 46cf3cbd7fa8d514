package io.blinktwice.client;

import io.blinktwice.client.Api.Answer;
import io.blinktwice.client.Api.Unreachable;
import io.blinktwice.client.Outbox.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is in the outbox, in order, on a thread of its own: again until the events are
 * taken or refused for good.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int BATCH = 200;
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final long SHORTEST_WAIT = 500;
  private static final long LONGEST_WAIT = 30_000;

  private final Outbox outbox;
  private final Api api;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean closed;
  private boolean moved;
  private @Nullable String told;

  Delivery(Outbox outbox, Api api) {
    this.outbox = outbox;
    this.api = api;
  }

  void wake() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        Thread started = new Thread(this::run, "blinktwice-delivery");
        started.setDaemon(true);
        started.start();
        thread = started;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether everything is delivered within the time. */
  boolean flush(Duration timeout) throws InterruptedException {
    wake();
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (outbox.size() > 0) {
        if (left <= 0) {
          return false;
        }
        long turn = Math.min(left, TimeUnit.MILLISECONDS.toNanos(50));
        left -= turn - changed.awaitNanos(turn);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long wait = SHORTEST_WAIT;
    try {
      while (awaitWork()) {
        wait = deliverOnce() ? SHORTEST_WAIT : pause(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Another process may put events there, too, so it looks by itself now and then. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      changed.signalAll();
      while (!closed && outbox.size() == 0) {
        changed.await(5, TimeUnit.SECONDS);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private long pause(long wait) throws InterruptedException {
    lock.lock();
    try {
      if (!closed) {
        changed.await(wait, TimeUnit.MILLISECONDS);
      }
      return Math.min(LONGEST_WAIT, wait * 2);
    } finally {
      lock.unlock();
    }
  }

  private boolean deliverOnce() throws InterruptedException {
    moved = false;
    try {
      outbox.delivering(() -> moved = post(outbox.oldest(BATCH)));
    } catch (IOException e) {
      say("the outbox cannot be locked: " + e);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    return moved;
  }

  private boolean post(List<Waiting> batch) {
    if (batch.isEmpty()) {
      return true;
    }
    try {
      Answer answer =
          api.post("/v1/run-events", batch.stream().map(Waiting::event).toList(), REQUEST);
      return switch (answer.status()) {
        case 200, 202 -> taken(batch);
        case 207 -> settled(batch, Json.readObject(answer.body()).get("results"));
        case 400, 413, 422 -> byHalves(batch, answer);
        // Credentials can be mended, servers come back: these events are still good.
        default -> say(answer.sentence());
      };
    } catch (Unreachable e) {
      return say(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean taken(List<Waiting> batch) {
    batch.forEach(waiting -> outbox.remove(waiting.name()));
    told = null;
    return true;
  }

  private boolean settled(List<Waiting> batch, @Nullable Object results) {
    if (!(results instanceof List<?> list) || list.size() != batch.size()) {
      return say("an answer that does not say which events were refused");
    }
    for (int i = 0; i < batch.size(); i++) {
      Map<String, @Nullable Object> result = Json.object(list.get(i));
      if (Objects.equals(result.get("status"), "refused")) {
        refuse(batch.get(i), String.valueOf(result.get("errors")));
      } else {
        outbox.remove(batch.get(i).name());
      }
    }
    told = null;
    return true;
  }

  /** One event that nobody can take must not take the others with it. */
  private boolean byHalves(List<Waiting> batch, Answer answer) {
    if (batch.size() == 1) {
      refuse(batch.get(0), answer.sentence());
      return true;
    }
    int middle = batch.size() / 2;
    return post(batch.subList(0, middle)) && post(batch.subList(middle, batch.size()));
  }

  private void refuse(Waiting waiting, String why) {
    LOG.atWarn()
        .addKeyValue("run", waiting.event().get("run"))
        .addKeyValue("kind", waiting.event().get("kind"))
        .addKeyValue("why", why)
        .log("a run event is refused for good");
    outbox.refuse(waiting.name());
  }

  /** Once for each trouble, not once for each try. */
  private boolean say(String what) {
    if (!what.equals(told)) {
      LOG.atWarn().addKeyValue("why", what).log("run events wait in the outbox");
      told = what;
    }
    return false;
  }
}
