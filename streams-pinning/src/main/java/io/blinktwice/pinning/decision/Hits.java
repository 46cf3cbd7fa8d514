package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many workloads are pinned away from a release by the same failure, as far as this instance
 * has read it. What a decision takes from here is recorded with it.
 */
public record Hits(Map<Failure, Integer> workloads) {
  public static final Hits NONE = new Hits(Map.of());

  public Hits {
    workloads = Map.copyOf(workloads);
  }

  /** One way in which one release fails. */
  public record Failure(EngineVersion release, String signature) {}

  int by(Failure failure) {
    return workloads.getOrDefault(failure, 0);
  }

  /** Without the workload that holds this pin, if the same failure made it. */
  int othersBy(Failure failure, @Nullable Pin own) {
    boolean ownToo =
        own != null
            && failure.release().equals(own.awayFrom())
            && failure.signature().equals(own.signature());
    return Math.max(0, by(failure) - (ownToo ? 1 : 0));
  }
}
