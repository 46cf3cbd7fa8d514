package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.placement.decision.LatencyChoice;
import io.blinktwice.router.placement.decision.Work.Restriction;
import io.blinktwice.router.placement.size.decision.PlanFeatures;
import io.blinktwice.runtime.kafka.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * A statement that wants a place.
 *
 * @param operation as its client calls it; empty when its server is to name it
 * @param where the clusters that it may go to, and what a move of its session takes
 */
public record Ask(
    Asker asker,
    String operation,
    EngineVersion version,
    LatencyChoice latency,
    PlanFeatures plan,
    Restriction where) {

  /**
   * Whose it is.
   *
   * @param fingerprint of its workload, if it named one
   * @param run of the workload
   * @param trace that its call belongs to
   */
  public record Asker(
      String session,
      String user,
      WorkspaceId workspace,
      @Nullable String fingerprint,
      @Nullable String run,
      @Nullable TraceParent trace) {
    boolean is(String itsSession, String itsUser) {
      return session.equals(itsSession) && user.equals(itsUser);
    }

    /** Users do not share sessions. */
    String key() {
      return session + "/" + user;
    }
  }
}
