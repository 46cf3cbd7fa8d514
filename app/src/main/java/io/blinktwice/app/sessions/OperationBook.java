package io.blinktwice.app.sessions;

import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationOutcome;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.RoutingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest operations of each session: what gateways decided of them, and servers said. */
final class OperationBook {
  static final int SESSIONS = 5_000;
  static final int OF_A_SESSION = 50;
  private static final int ENDS = 20_000;
  private static final int CLUSTERS = 10_000;

  /** A server that has told nothing for so long says nothing of what runs on it. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** What was placed a moment ago, its server may not have heard of. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  private final Map<Name, Map<String, RoutingDecision>> sessions = bounded(SESSIONS);
  private final Map<Place, End> ends = bounded(ENDS);
  private final Map<String, ClusterUtilization> clusters = bounded(CLUSTERS);

  private record Name(String workspace, String session) {}

  /** Servers do not know of workspaces: the cluster and the ids say whose an operation is. */
  private record Place(String cluster, String session, String operation) {}

  /**
   * What a server said of an operation that is over.
   *
   * @param taskMillis time of its tasks; none where that was not measured
   */
  record End(
      OperationOutcome outcome, Instant startedAt, Instant endedAt, @Nullable Long taskMillis) {}

  /** How an operation stands. */
  enum State {
    WAITING,
    RUNNING,
    FINISHED,
    FAILED,
    CANCELED,
    REFUSED,
    UNHEARD
  }

  /** An operation. */
  record Operation(
      RoutingDecision decided,
      State state,
      @Nullable End end,
      @Nullable OperationProgress progress) {
    String id() {
      return String.valueOf(decided.getOperationId());
    }

    boolean isUnderWay() {
      return state == State.WAITING || state == State.RUNNING;
    }
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  synchronized void decided(RoutingDecision told) {
    Map<String, RoutingDecision> known =
        sessions.computeIfAbsent(
            new Name(told.getWorkspace(), told.getSessionId()), _ -> bounded(OF_A_SESSION));
    String operation = told.getOperationId();
    if (operation != null) {
      known.put(operation, told);
    }
  }

  synchronized void ended(OperationMetrics told) {
    ends.put(
        new Place(told.getCluster(), told.getSessionId(), told.getOperationId()),
        new End(
            told.getOutcome(),
            told.getStartedAt(),
            told.getEndedAt(),
            told.getMeasured().getTaskMillis()));
  }

  synchronized void reported(ClusterUtilization told) {
    clusters.put(told.getCluster(), told);
  }

  /** Those of a session, the newest first. */
  synchronized List<Operation> of(String workspace, String session, Instant now) {
    Map<String, RoutingDecision> known = sessions.get(new Name(workspace, session));
    if (known == null) {
      return List.of();
    }
    List<Operation> found = new ArrayList<>();
    known.values().forEach(decided -> found.add(operation(decided, now)));
    return found.reversed();
  }

  private Operation operation(RoutingDecision decided, Instant now) {
    String cluster = decided.getCluster();
    String id = String.valueOf(decided.getOperationId());
    ClusterUtilization report = cluster == null ? null : clusters.get(cluster);
    End end = cluster == null ? null : ends.get(new Place(cluster, decided.getSessionId(), id));
    if (end != null && end.endedAt().isBefore(decided.getDecidedAt())) {
      end = null; // Of an earlier try there.
    }
    OperationProgress progress =
        report == null
            ? null
            : report.getOperations().stream()
                .filter(one -> one.getOperationId().equals(id))
                .findAny()
                .orElse(null);
    return new Operation(
        decided, end == null ? state(decided, report, progress, now) : over(end), end, progress);
  }

  private static State over(End end) {
    return switch (end.outcome()) {
      case FINISHED -> State.FINISHED;
      case FAILED -> State.FAILED;
      case CANCELED -> State.CANCELED;
      case UNKNOWN -> State.UNHEARD;
    };
  }

  private static State state(
      RoutingDecision decided,
      @Nullable ClusterUtilization report,
      @Nullable OperationProgress progress,
      Instant now) {
    return switch (decided.getKind()) {
      case QUEUED -> State.WAITING;
      case REFUSED -> State.REFUSED;
      case PLACED, MOVED, ISOLATED, UNKNOWN -> {
        boolean named =
            report != null
                && report.getMeasuredAt().isAfter(now.minus(SILENCE))
                && (progress != null || report.getUnlistedOperations() > 0);
        boolean fresh = decided.getDecidedAt().isAfter(now.minus(ON_ITS_WAY));
        yield named || fresh ? State.RUNNING : State.UNHEARD;
      }
    };
  }
}
