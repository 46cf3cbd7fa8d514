package io.blinktwice.router.decision;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an attempt between two observations.
 *
 * @param sessions those that are open
 * @param connections client connections that it used and that are still there
 * @param underWay operations that were sent and have not ended
 * @param lastCall the highest call number so far
 * @param failure the newest failure after which no statement that was started succeeded
 * @param tally which statements came to an end without a failure
 * @param alone since when it has no client connection, or no open session
 * @param wrote whether a statement was sent that may have written
 * @param watchedWhole whether every call since its start was seen
 */
public record AttemptState(
    Phase phase,
    Set<String> sessions,
    Set<Long> connections,
    Map<String, Operation> underWay,
    long lastCall,
    @Nullable Failure failure,
    Tally tally,
    @Nullable Instant alone,
    @Nullable String cluster,
    @Nullable WriteKnowledge declared,
    boolean wrote,
    boolean watchedWhole) {

  /** Where an attempt is in its life. */
  public enum Phase {
    UNSTARTED,
    OPEN,
    ENDED
  }

  /**
   * @param firstCall the call that sent it
   * @param newestCall the call that last attached to it; what older ones do no longer counts
   */
  public record Operation(long firstCall, long newestCall, Observation.Weight weight) {}

  /**
   * @param atCall the highest call number when it happened
   */
  public record Failure(CallFailure failure, @Nullable String cluster, long atCall) {}

  /**
   * @param completed how many statements completed
   * @param newestCompleted the call that sent the newest of them; 0 without one
   * @param newestCancelled the call that sent the newest that the client gave up; 0 without one
   */
  public record Tally(long completed, long newestCompleted, long newestCancelled) {
    static final Tally NOTHING = new Tally(0, 0, 0);

    Tally completed(long call) {
      return new Tally(completed + 1, Math.max(newestCompleted, call), newestCancelled);
    }

    Tally cancelled(long call) {
      return new Tally(completed, newestCompleted, Math.max(newestCancelled, call));
    }

    /** Whether something was done, and nothing was given up after it. */
    boolean endsWithWorkDone() {
      return newestCompleted > newestCancelled;
    }
  }

  public AttemptState {
    sessions = Set.copyOf(sessions);
    connections = Set.copyOf(connections);
    underWay = Map.copyOf(underWay);
  }

  public static AttemptState unseen(@Nullable WriteKnowledge declared) {
    return new AttemptState(
        Phase.UNSTARTED,
        Set.of(),
        Set.of(),
        Map.of(),
        0,
        null,
        Tally.NOTHING,
        null,
        null,
        declared,
        false,
        true);
  }

  public WriteKnowledge writes() {
    if (declared != null) {
      return declared;
    }
    if (wrote) {
      return WriteKnowledge.MAY_HAVE_WRITTEN;
    }
    return watchedWhole ? WriteKnowledge.NONE_SEEN : WriteKnowledge.UNKNOWN;
  }

  /** What is known as long as the attempt goes on: nothing, unless its owner said it. */
  WriteKnowledge writesSoFar() {
    return declared == null ? WriteKnowledge.UNKNOWN : declared;
  }

  Draft draft() {
    return new Draft(this);
  }

  /** A state in the making: one observation changes few of its parts. */
  static final class Draft {
    Phase phase;
    final Set<String> sessions;
    final Set<Long> connections;
    final Map<String, Operation> underWay;
    long lastCall;
    @Nullable Failure failure;
    Tally tally;
    @Nullable Instant alone;
    @Nullable String cluster;
    final @Nullable WriteKnowledge declared;
    boolean wrote;
    boolean watchedWhole;

    private Draft(AttemptState from) {
      phase = from.phase();
      sessions = new HashSet<>(from.sessions());
      connections = new HashSet<>(from.connections());
      underWay = new HashMap<>(from.underWay());
      lastCall = from.lastCall();
      failure = from.failure();
      tally = from.tally();
      alone = from.alone();
      cluster = from.cluster();
      declared = from.declared();
      wrote = from.wrote();
      watchedWhole = from.watchedWhole();
    }

    /** Of an attempt that is over only that is remembered: many of them are kept. */
    void end() {
      phase = Phase.ENDED;
      sessions.clear();
      connections.clear();
      underWay.clear();
      failure = null;
      alone = null;
    }

    AttemptState done() {
      return new AttemptState(
          phase,
          sessions,
          connections,
          underWay,
          lastCall,
          failure,
          tally,
          alone,
          cluster,
          declared,
          wrote,
          watchedWhole);
    }
  }
}
