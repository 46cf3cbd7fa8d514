package io.blinktwice.router.effect;

import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.IdleDeparture;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.SessionState;
import io.blinktwice.router.decision.SessionStep;
import io.blinktwice.router.placement.decision.LatencyChoice;
import io.blinktwice.router.wire.SessionIds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session as its client sees it: what made its state, what is under way in it, and the
 * server-side id that its client was told first and is told for good.
 *
 * <p>While it moves, calls that come in wait; it moves only when nothing but the call that moves it
 * is under way.
 */
final class LiveSession {
  private static final int OPERATIONS_REMEMBERED = 200;

  private final SessionKey key;
  private final SessionLog log;
  private final boolean beganHere;
  private final Object naming = new Object();
  private final SortedMap<Long, Integer> written = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final Map<String, KeptOperation> operations =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KeptOperation> eldest) {
          boolean over = size() > OPERATIONS_REMEMBERED;
          if (over) {
            eldest.getValue().forget();
          }
          return over;
        }
      };
  private final KeptErrors errors = new KeptErrors();
  private SessionState state;
  private @Nullable String told;
  private int calls;
  private boolean moving;
  private boolean moved;
  private @Nullable String knownPlace;
  private @Nullable String place;
  private @Nullable Cluster lastPlace;
  private long sequence;
  private LatencyChoice.Behaviour behaviour = LatencyChoice.Behaviour.NONE;
  private long idleSince;
  private boolean nowhere;
  private boolean keptByItsServer;
  private long lastCallAt = System.nanoTime();

  LiveSession(SessionKey key, SessionState state, SessionLog log) {
    this(key, state, log, state.isPortable());
  }

  private LiveSession(SessionKey key, SessionState state, SessionLog log, boolean beganHere) {
    this.key = key;
    this.state = state;
    this.log = log;
    this.beganHere = beganHere;
  }

  /** One that others wrote of. */
  LiveSession(SessionKey key, SessionLog.Known known, SessionLog log) {
    this(key, known.state(), log, false);
    this.told = known.told();
    this.moved = known.told() != null;
    this.knownPlace = known.cluster();
    this.nowhere = known.cluster() == null;
    this.sequence = known.lastSequence();
  }

  /** Where it lives by its journal; empty when that does not say more than we know. */
  Optional<String> knownPlace() {
    return Optional.ofNullable(knownPlace);
  }

  /** It lives there, and others can know. */
  void livesOn(Cluster cluster) {
    locked(
        () -> {
          knownPlace = null;
          if (!cluster.id().equals(place)) {
            place = cluster.id();
            lastPlace = cluster;
            keptByItsServer = false;
            log.placed(key, cluster, told);
          }
        });
  }

  /** Whether it lives there, as far as is known here. */
  boolean isOn(String cluster) {
    lock.lock();
    try {
      return cluster.equals(place == null ? knownPlace : place);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up its place, if it may now; then its server is to forget it, and calls wait until {@link
   * #endMove} or {@link #keepsItsPlace}.
   *
   * @param now that is its server
   */
  boolean startDeparture(Cluster now, Predicate<IdleDeparture.Session> may) {
    lock.lock();
    try {
      boolean goes =
          !moving
              && !nowhere
              && !keptByItsServer
              && now.id().equals(place == null ? knownPlace : place)
              && may.test(
                  new IdleDeparture.Session(
                      calls,
                      state.isPortable(),
                      place != null,
                      Duration.ofNanos(System.nanoTime() - lastCallAt)));
      if (goes) {
        moving = true;
        nowhere = true;
        place = null;
        knownPlace = null;
        lastPlace = now;
        log.nowhere(key, now, told);
      }
      return goes;
    } finally {
      lock.unlock();
    }
  }

  /** Its server does not let it go: it goes on living there. */
  void keepsItsPlace(Cluster there) {
    locked(
        () -> {
          nowhere = false;
          livesOn(there);
          keptByItsServer = true;
          endMove();
        });
  }

  /** Whether it lives nowhere at the moment: its next call makes it again. */
  boolean isNowhere() {
    lock.lock();
    try {
      return nowhere;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first of its calls makes it again, others wait for that.
   *
   * @return whether the caller is to make it
   */
  boolean startReturn(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      boolean may = settles(atMost) && nowhere && state.isPortable();
      moving |= may;
      return may;
    } finally {
      lock.unlock();
    }
  }

  SessionKey key() {
    return key;
  }

  /** Whether all of it happened before our eyes: only then is its first plan known as such. */
  boolean beganHere() {
    return beganHere;
  }

  /** Calls find out one after the other whose work it is. */
  <T> T naming(Supplier<T> byOne) {
    synchronized (naming) {
      return byOne.get();
    }
  }

  /**
   * A call comes in; false when the session is still moving after so long.
   *
   * @param tidying whether it only tidies up: such a call keeps no session where it is
   */
  boolean enter(boolean tidying, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      boolean may = settles(atMost);
      calls += may && !tidying ? 1 : 0;
      lastCallAt = System.nanoTime();
      return may;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it does not move; false if it still does after so long. Called under the lock. */
  private boolean settles(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (moving) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || (!settled.await(left, TimeUnit.NANOSECONDS) && moving)) {
        return false;
      }
    }
    return true;
  }

  void leave() {
    locked(
        () -> {
          calls--;
          lastCallAt = System.nanoTime();
        });
  }

  /** Whether the session may move now, on behalf of the only call in it; then others wait. */
  boolean startMove() {
    lock.lock();
    try {
      boolean may = !moving && calls <= 1 && state.isPortable();
      moving |= may;
      return may;
    } finally {
      lock.unlock();
    }
  }

  /** It was made again elsewhere: from now on no server's id for it is the one it began with. */
  void rebuilt() {
    locked(
        () -> {
          moved = true;
          nowhere = false;
        });
  }

  void endMove() {
    locked(
        () -> {
          moving = false;
          settled.signalAll();
        });
  }

  /** Calls under way in it. */
  int calls() {
    lock.lock();
    try {
      return calls;
    } finally {
      lock.unlock();
    }
  }

  SessionState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** A request of the session succeeded. */
  void succeeded(SessionStep step, SessionEffect effect) {
    locked(
        () -> {
          SessionState before = state;
          state = state.after(step, effect);
          if (state.steps().size() > before.steps().size()) {
            sequence++;
            written.put(sequence, SessionLog.partsOf(step));
            log.stepped(key, sequence, step);
          } else {
            tellIfBound(before);
          }
        });
  }

  void bind(String why) {
    locked(
        () -> {
          SessionState before = state;
          state = state.isPortable() ? state.bound(why) : state;
          tellIfBound(before);
        });
  }

  private void tellIfBound(SessionState before) {
    String why = state.boundBecause();
    if (before.isPortable() && why != null) {
      sequence++;
      written.put(sequence, 1);
      log.bound(key, sequence, why);
    }
  }

  /** The id of its server that its client was told; none before its first answer. */
  @Nullable String told() {
    lock.lock();
    try {
      return told;
    } finally {
      lock.unlock();
    }
  }

  /** How it asks, with a statement that comes now. */
  LatencyChoice.Behaviour behaviour(long nanos) {
    lock.lock();
    try {
      if (idleSince != 0) {
        behaviour = behaviour.after((nanos - idleSince) / 1e9);
        idleSince = 0;
      }
      return behaviour;
    } finally {
      lock.unlock();
    }
  }

  /** A statement is over: what comes next says whether somebody thinks in between. */
  void answered(long nanos) {
    locked(() -> idleSince = nanos);
  }

  void started(String operation, KeptOperation kept) {
    locked(() -> operations.put(operation, kept));
  }

  Optional<KeptOperation> operation(String operation) {
    lock.lock();
    try {
      return Optional.ofNullable(operations.get(operation));
    } finally {
      lock.unlock();
    }
  }

  void over(String operation) {
    locked(
        () -> {
          KeptOperation kept = operations.remove(operation);
          if (kept != null) {
            kept.forget();
          }
        });
  }

  /** What a server told of a failure in it, once and for all. */
  void keepsError(String errorId, byte[] answer) {
    locked(() -> errors.keep(errorId, answer));
  }

  Optional<byte[]> keptError(String errorId) {
    lock.lock();
    try {
      return errors.take(errorId);
    } finally {
      lock.unlock();
    }
  }

  void closed() {
    locked(
        () -> {
          errors.forget();
          log.closed(key, written);
          written.clear();
          operations.values().forEach(KeptOperation::forget);
          operations.clear();
          state = state.bound("the session was closed");
        });
  }

  boolean hasMoved() {
    lock.lock();
    try {
      return moved;
    } finally {
      lock.unlock();
    }
  }

  byte[] toServer(String method, byte[] request) {
    return hasMoved() ? SessionIds.unobserved(method, request) : request;
  }

  byte[] toClient(String method, byte[] answer) {
    lock.lock();
    try {
      if (told == null) {
        told = SessionIds.toldBy(method, answer).orElse(null);
        if (told != null && lastPlace != null && !nowhere) {
          log.placed(key, lastPlace, told);
        }
        return answer;
      }
      if (!moved) {
        return answer;
      }
    } finally {
      lock.unlock();
    }
    return SessionIds.telling(told, method, answer);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
