package io.blinktwice.rollout.health.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the memory that workloads need differs between the version before and the one that they ran
 * on last: a fold over what the autoscaler advises. Bounded: 200,000 workloads; what is beyond is
 * not heard.
 */
public final class GrowthBook {
  private static final int MOST_WORKLOADS = 200_000;

  /** A tenth more or less is what sketches and inputs scatter by. */
  private static final double NOTABLE = 0.1;

  private final Map<EngineVersion, Map<String, Growth>> byVersion = new HashMap<>();
  private final Map<String, EngineVersion> versions = new HashMap<>();

  /**
   * Of one workload.
   *
   * @param from the version that it is compared with
   * @param ratio newer by older, the input taken into account
   * @param low lower end of the 95 % interval
   * @param high upper end of it
   */
  public record Growth(EngineVersion from, double ratio, double low, double high) {}

  /**
   * Of all workloads that were seen on a version and on the one before it.
   *
   * @param grown those that need more beyond doubt
   * @param shrunk those that need less
   */
  public record Counts(long workloads, long grown, long shrunk, double medianRatio) {}

  /** What is known of a workload from now on; nothing where it was not seen on two versions. */
  public void hear(String fingerprint, @Nullable EngineVersion to, @Nullable Growth growth) {
    EngineVersion before = versions.remove(fingerprint);
    Map<String, Growth> there = before == null ? null : byVersion.get(before);
    if (before != null && there != null) {
      there.remove(fingerprint);
      if (there.isEmpty()) {
        byVersion.remove(before);
      }
    }
    boolean usable = growth != null && growth.ratio() > 0 && Double.isFinite(growth.ratio());
    if (to != null && growth != null && usable && versions.size() < MOST_WORKLOADS) {
      versions.put(fingerprint, to);
      byVersion.computeIfAbsent(to, _ -> new HashMap<>()).put(fingerprint, growth);
    }
  }

  /** Empty where no workload was seen on the version and the one before. */
  public Optional<Counts> of(EngineVersion version) {
    Map<String, Growth> known = byVersion.get(version);
    if (known == null) {
      return Optional.empty();
    }
    List<Growth> all = new ArrayList<>(known.values());
    all.sort(Comparator.comparingDouble(Growth::ratio));
    return Optional.of(
        new Counts(
            all.size(),
            all.stream().filter(each -> each.low() > 1 + NOTABLE).count(),
            all.stream().filter(each -> each.high() < 1 - NOTABLE).count(),
            all.get(all.size() / 2).ratio()));
  }
}
