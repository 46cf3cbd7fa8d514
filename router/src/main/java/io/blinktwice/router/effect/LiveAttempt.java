package io.blinktwice.router.effect;

import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.events.RunEvent;
import io.blinktwice.router.decision.AttemptEvent;
import io.blinktwice.router.decision.AttemptState;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.proxy.ClientConnection;
import io.blinktwice.runtime.kafka.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that clients are using or used lately: its state, its version, where its sessions
 * live. All but the version belongs to the lock of the {@link AttemptBook}.
 */
final class LiveAttempt {
  /** Late calls of a released session still find its cluster. */
  private static final int RELEASED_SESSIONS_REMEMBERED = 100;

  private static final int OPERATIONS_REMEMBERED = 1_000;

  private final AttemptKey key;
  private final CallIdentity identity;
  private final Object versionLock = new Object();
  private final Map<SessionKey, Cluster> places = new HashMap<>();
  private final Map<SessionKey, Cluster> released =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionKey, Cluster> eldest) {
          return size() > RELEASED_SESSIONS_REMEMBERED;
        }
      };

  private final Set<OperationFigures.Sent> operations = new LinkedHashSet<>();
  private boolean allNamed = true;
  @Nullable Instant startedAt;
  @Nullable Instant lastEnded;

  final LongConsumer connectionWatcher;
  final Set<ClientConnection> connections = new HashSet<>();
  AttemptState state;
  boolean graceIsWatched;
  private volatile @Nullable VersionChoice version;
  private @Nullable TraceParent trace;

  LiveAttempt(AttemptKey key, CallIdentity identity, AttemptBook book) {
    this.key = key;
    this.identity = identity;
    this.state = AttemptState.unseen(identity.declared());
    this.connectionWatcher = connection -> book.connectionClosed(this, connection);
  }

  /** An attempt of a session that goes on: its version is known, and its trace. */
  LiveAttempt(
      AttemptKey key,
      CallIdentity identity,
      AttemptBook book,
      VersionChoice version,
      TraceParent trace) {
    this(key, identity, book);
    this.version = version;
    this.trace = trace;
  }

  /**
   * The trace that all is told in: that of its first call, else one that follows from its name, so
   * that a repetition tells the same.
   */
  TraceParent trace() {
    TraceParent known = trace;
    if (known == null) {
      known = TraceParent.first(key.toString());
      trace = known;
    }
    return known;
  }

  /** A call of it came in a trace. */
  void calledIn(TraceParent callers) {
    if (trace == null) {
      trace = callers;
    }
  }

  AttemptKey key() {
    return key;
  }

  CallIdentity identity() {
    return identity;
  }

  /** Asked for once; whoever comes meanwhile waits for the same answer. */
  VersionChoice version(Supplier<VersionChoice> resolve) {
    synchronized (versionLock) {
      VersionChoice known = version;
      if (known == null) {
        known = resolve.get();
        version = known;
      }
      return known;
    }
  }

  /** Known once a call of it was sent. */
  VersionChoice knownVersion() {
    return Objects.requireNonNull(version, "nothing is sent before its version is known");
  }

  boolean isOver() {
    return state.phase() == AttemptState.Phase.ENDED;
  }

  /** Where the session lives or, when it was released, lived. */
  Optional<Cluster> placeOf(SessionKey session) {
    Cluster place = places.get(session);
    return Optional.ofNullable(place == null ? released.get(session) : place);
  }

  void place(SessionKey session, Cluster cluster) {
    places.put(session, cluster);
  }

  void release(SessionKey session) {
    Cluster place = places.remove(session);
    if (place != null) {
      released.put(session, place);
    }
  }

  /** An operation was sent; one without a name cannot be found among its server's figures. */
  void sent(String operation, String session, String cluster) {
    if (operation.isEmpty() || operations.size() >= OPERATIONS_REMEMBERED) {
      allNamed = false;
    } else {
      operations.add(new OperationFigures.Sent(operation, session, cluster));
    }
  }

  /** What it did, once it is over. */
  MeasuredEnds.Work work() {
    Duration busy =
        startedAt == null || lastEnded == null || lastEnded.isBefore(startedAt)
            ? Duration.ZERO
            : Duration.between(startedAt, lastEnded);
    return new MeasuredEnds.Work(List.copyOf(operations), allNamed, busy);
  }

  /** The session leaves this attempt. */
  void forget(SessionKey session) {
    places.remove(session);
    released.remove(session);
  }

  /** Whether nothing but this one session, and at most one statement, is in it. */
  boolean consistsOf(SessionKey session) {
    return places.size() == 1 && places.containsKey(session) && state.underWay().size() <= 1;
  }

  /** How many of its sessions have a cluster. */
  int sessions() {
    return places.size();
  }

  Stream<SessionKey> placed() {
    return places.keySet().stream();
  }

  boolean livesOn(Cluster cluster) {
    return places.values().stream().anyMatch(place -> place.id().equals(cluster.id()));
  }

  /** A cluster where one of its sessions lives or lived. */
  Optional<Cluster> clusterNamed(@Nullable String id) {
    return Stream.concat(places.values().stream(), released.values().stream())
        .filter(cluster -> cluster.id().equals(id))
        .findFirst();
  }

  /** Nothing is published as long as nobody knows whose work it is. */
  Optional<RunEvent> recordOf(AttemptEvent event, Instant at) {
    WorkloadIdentity workload = identity.workload();
    VersionChoice choice = version;
    if (workload == null || choice == null) {
      return Optional.empty();
    }
    return Optional.of(
        RunEvents.record(new RunEvents.Subject(identity, workload, choice), event, at));
  }
}
