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
 * @param alone since when it has no client connection
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

  public AttemptState {
    sessions = Set.copyOf(sessions);
    connections = Set.copyOf(connections);
    underWay = Map.copyOf(underWay);
  }

  public static AttemptState unseen(@Nullable WriteKnowledge declared) {
    return new AttemptState(
        Phase.UNSTARTED, Set.of(), Set.of(), Map.of(), 0, null, null, null, declared, false, true);
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
      alone = from.alone();
      cluster = from.cluster();
      declared = from.declared();
      wrote = from.wrote();
      watchedWhole = from.watchedWhole();
    }

    AttemptState done() {
      return new AttemptState(
          phase,
          sessions,
          connections,
          underWay,
          lastCall,
          failure,
          alone,
          cluster,
          declared,
          wrote,
          watchedWhole);
    }
  }
}
