package io.blinktwice.router.effect;

import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.router.decision.AttemptEvent;
import io.blinktwice.router.decision.AttemptLife;
import io.blinktwice.router.decision.AttemptState;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.decision.Outcome;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.proxy.ClientConnection;
import io.blinktwice.runtime.kafka.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All attempts that this gateway knows: those with a client, and for a while those that ended, so
 * that a late call does not begin them again.
 *
 * <p>One lock orders what is observed; under it nothing is waited for. Closing the book ends no
 * attempt: whether its run goes on elsewhere is not known here, and connections that break because
 * the gateway stops say nothing about their clients.
 */
final class AttemptBook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptBook.class);
  private static final int ENDED_REMEMBERED = 10_000;

  private final AttemptLife.Policy policy;
  private final InstantSource clock;
  private final MeasuredEnds events;
  private final Map<AttemptKey, LiveAttempt> open = new HashMap<>();
  private final Map<AttemptKey, LiveAttempt> ended = bounded(ENDED_REMEMBERED, false);

  /** Sessions whose attempt does not follow from what their calls say; unused ones go first. */
  private final Map<SessionKey, AttemptKey> sessionsOfOthers =
      bounded(LiveSessions.REMEMBERED, true);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("attempt-grace").factory());
  private boolean handingOver;
  private boolean closed;

  /**
   * @param events must take an event without waiting
   */
  AttemptBook(AttemptLife.Policy policy, InstantSource clock, Consumer<TracedEvent> events) {
    this(policy, clock, new MeasuredEnds(OperationFigures.none(), events));
  }

  AttemptBook(AttemptLife.Policy policy, InstantSource clock, MeasuredEnds events) {
    this.policy = policy;
    this.clock = clock;
    this.events = events;
  }

  private static <K, V> Map<K, V> bounded(int most, boolean byUse) {
    return new LinkedHashMap<>(16, 0.75f, byUse) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /**
   * A cloned session belongs to the attempt of the session that it was cloned from, and one that
   * was recognised by its plan to the attempt that it was recognised as.
   */
  synchronized LiveAttempt attemptOf(SessionKey session, CallIdentity identity) {
    AttemptKey key = sessionsOfOthers.getOrDefault(session, AttemptKey.of(identity, session));
    LiveAttempt known = open.getOrDefault(key, ended.get(key));
    if (known == null) {
      known = new LiveAttempt(key, identity, this);
      open.put(key, known);
    }
    return known;
  }

  /**
   * The trace that a call of the attempt belongs to.
   *
   * @param callers as its client says
   */
  synchronized TraceParent traceOf(LiveAttempt attempt, Optional<TraceParent> callers) {
    callers.ifPresent(attempt::calledIn);
    return callers.orElseGet(attempt::trace);
  }

  synchronized void observe(LiveAttempt attempt, Observation seen) {
    if (closed) {
      return;
    }
    Instant at = clock.instant();
    Outcome outcome = AttemptLife.decide(attempt.state, seen, policy, at);
    attempt.state = outcome.next();
    if (seen instanceof Observation.OperationEnded) {
      attempt.lastEnded = at;
    }
    outcome
        .events()
        .forEach(
            event -> attempt.recordOf(event, at).ifPresent(told -> publish(attempt, event, told)));
    if (attempt.state.phase() == AttemptState.Phase.ENDED) {
      retire(attempt);
    } else {
      watchGrace(attempt, at);
    }
  }

  /**
   * Looks again when the grace will be over. The timer runs by another clock than the one that
   * judges, so what is left then is waited for again.
   */
  private void watchGrace(LiveAttempt attempt, Instant at) {
    Instant alone = attempt.state.alone();
    if (alone != null && !attempt.graceIsWatched) {
      Duration left = Duration.between(at, alone.plus(policy.grace()));
      attempt.graceIsWatched = true;
      var _ = timer.schedule(() -> timePassed(attempt), left.toNanos() + 1, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void timePassed(LiveAttempt attempt) {
    attempt.graceIsWatched = false;
    observe(attempt, new Observation.TimePassed());
  }

  /** Numbers a call in the order of sending, and says so. */
  synchronized long sent(LiveAttempt attempt, LongFunction<Observation> observation) {
    long call = attempt.state.lastCall() + 1;
    observe(attempt, observation.apply(call));
    return call;
  }

  /** An operation goes to this cluster, where what it uses will be known by its name. */
  synchronized void sentTo(LiveAttempt attempt, OperationFigures.Sent operation) {
    attempt.sent(operation.operation(), operation.session(), operation.cluster());
  }

  /** A call came in: a connection that closed in the meantime is told of here. */
  void seen(LiveAttempt attempt, ClientConnection connection, Observation seen) {
    boolean watched;
    synchronized (this) {
      observe(attempt, seen);
      watched =
          attempt.state.phase() == AttemptState.Phase.ENDED
              || connection.watch(attempt.connectionWatcher);
      if (watched) {
        attempt.connections.add(connection);
      }
    }
    if (!watched) {
      connectionClosed(attempt, connection.id());
    }
  }

  /**
   * From now on others take over: no session begins here, and a connection that closes says nothing
   * of its client, who was told to go elsewhere.
   */
  synchronized void handOver() {
    handingOver = true;
  }

  synchronized boolean isHandingOver() {
    return handingOver;
  }

  synchronized void connectionClosed(LiveAttempt attempt, long connection) {
    if (handingOver) {
      return;
    }
    attempt.connections.removeIf(known -> known.id() == connection);
    observe(attempt, new Observation.ConnectionClosed(connection));
  }

  synchronized Optional<Cluster> placeOf(LiveAttempt attempt, SessionKey session) {
    return attempt.placeOf(session);
  }

  /** Places the session where the choice says, unless it was placed before. */
  synchronized Optional<Cluster> place(
      LiveAttempt attempt, SessionKey session, Supplier<Optional<Cluster>> choice) {
    Optional<Cluster> place = attempt.placeOf(session);
    if (place.isEmpty()) {
      if (!attempt.isOver()) {
        open.putIfAbsent(attempt.key(), attempt);
      }
      place = choice.get();
      place.ifPresent(cluster -> attempt.place(session, cluster));
    }
    return place;
  }

  /** Sessions of a workspace that have a cluster. */
  synchronized int sessionsOf(WorkspaceId workspace) {
    return open.values().stream()
        .filter(attempt -> attempt.key().workspace().equals(workspace))
        .mapToInt(LiveAttempt::sessions)
        .sum();
  }

  /** One that no call was let into is nothing to remember. */
  synchronized void forgetUnseen(LiveAttempt attempt) {
    if (attempt.state.phase() == AttemptState.Phase.UNSTARTED && attempt.sessions() == 0) {
      open.remove(attempt.key(), attempt);
    }
  }

  /** Statements of others that run there now, as far as this gateway knows. */
  private int neighbours(LiveAttempt attempt, Cluster cluster) {
    int others = 0;
    for (LiveAttempt each : open.values()) {
      others += each != attempt && each.livesOn(cluster) ? each.state.underWay().size() : 0;
    }
    return others;
  }

  synchronized boolean consistsOf(LiveAttempt attempt, SessionKey session) {
    return attempt.consistsOf(session);
  }

  /** Sessions of attempts in which something is under way, whether or not a call waits for it. */
  synchronized Set<SessionKey> working() {
    return open.values().stream()
        .filter(attempt -> !attempt.state.underWay().isEmpty())
        .flatMap(LiveAttempt::placed)
        .collect(Collectors.toSet());
  }

  /** The session is no longer where it was, as far as this gateway knows. */
  synchronized void displaced(SessionKey session) {
    open.values().forEach(attempt -> attempt.forget(session));
    ended.values().forEach(attempt -> attempt.forget(session));
  }

  /** The session lives there now. */
  synchronized void moved(LiveAttempt attempt, SessionKey session, Cluster cluster) {
    attempt.place(session, cluster);
  }

  /**
   * The session of an attempt that is over goes on as the next attempt of the run, on this cluster.
   * It starts with the next call that is more than aftercare.
   */
  synchronized LiveAttempt goesOn(
      LiveAttempt over, SessionKey session, VersionChoice choice, Cluster place) {
    CallIdentity identity = over.identity().next();
    AttemptKey key = AttemptKey.of(identity, session);
    LiveAttempt next = new LiveAttempt(key, identity, this, choice, over.trace());
    over.forget(session);
    next.place(session, place);
    open.put(key, next);
    sessionsOfOthers.put(session, key);
    return next;
  }

  /** What was done before anybody knew whose work it is. */
  synchronized boolean mayHaveWritten(LiveAttempt attempt) {
    return attempt.state.wrote();
  }

  /**
   * The session turns out to be the work of this identity: from now on its calls are that one's.
   *
   * @param place where it lives, if it does already
   */
  synchronized LiveAttempt recognised(
      LiveAttempt unnamed,
      SessionKey session,
      CallIdentity identity,
      VersionChoice choice,
      Optional<Cluster> place) {
    AttemptKey key = AttemptKey.of(identity, session);
    LiveAttempt known = open.getOrDefault(key, ended.get(key));
    LiveAttempt named =
        known == null ? new LiveAttempt(key, identity, this, choice, unnamed.trace()) : known;
    if (known == null) {
      open.put(key, named);
    }
    unnamed.forget(session);
    place.ifPresent(cluster -> named.place(session, cluster));
    sessionsOfOthers.put(session, key);
    observe(unnamed, new Observation.SessionReleased(session.name()));
    forgetUnseen(unnamed);
    return named;
  }

  synchronized void released(LiveAttempt attempt, SessionKey session) {
    attempt.release(session);
    observe(attempt, new Observation.SessionReleased(session.name()));
  }

  synchronized void cloned(LiveAttempt attempt, SessionKey from, SessionKey clone) {
    sessionsOfOthers.put(clone, attempt.key());
    attempt.placeOf(from).ifPresent(cluster -> attempt.place(clone, cluster));
  }

  private void retire(LiveAttempt attempt) {
    if (open.remove(attempt.key(), attempt)) {
      ended.put(attempt.key(), attempt);
      attempt.connections.forEach(connection -> connection.forget(attempt.connectionWatcher));
      attempt.connections.clear();
    }
  }

  private void publish(LiveAttempt attempt, AttemptEvent told, RunEvent event) {
    if (told instanceof AttemptEvent.Started) {
      attempt.startedAt = event.getOccurredAt();
    }
    LOG.atInfo()
        .addKeyValue("workload", event.getWorkload())
        .addKeyValue("run", event.getRunId())
        .addKeyValue("attempt", event.getAttempt())
        .addKeyValue("kind", event.getKind())
        .addKeyValue("version", event.getEngineVersion())
        .addKeyValue("cluster", event.getCluster())
        .log("An attempt changed");
    attempt
        .clusterNamed(event.getCluster())
        .ifPresent(
            cluster -> {
              event.setClusterSize(cluster.size());
              event.setNeighbours(
                  told instanceof AttemptEvent.Started ? null : neighbours(attempt, cluster));
            });
    events.publish(
        new TracedEvent(event, attempt.trace()),
        told instanceof AttemptEvent.Succeeded ? attempt.work() : null);
  }

  /** Sessions that have a cluster. */
  synchronized int sessions() {
    return open.values().stream().mapToInt(LiveAttempt::sessions).sum();
  }

  synchronized int open() {
    return open.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.shutdownNow();
    events.close();
  }
}
