package io.blinktwice.app.simulated;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Versions that workloads got, used again while they are valid: until their time is over, a
 * roll-out changes, or something happens to the workload. What asks at every run gets probes and
 * comparisons too; this is for the fastest rates.
 */
final class Answers {
  private static final long NANOS = 1_000_000_000L;

  private final boolean reused;
  private final Map<String, Kept> kept = new HashMap<>();

  private record Kept(FleetApi.Version version, long until) {}

  Answers(boolean reused) {
    this.reused = reused;
  }

  void keep(String fingerprint, FleetApi.Version version, long now) {
    if (reused) {
      kept.put(fingerprint, new Kept(version, now + version.validForSeconds() * NANOS));
    }
  }

  FleetApi.@Nullable Version usable(String fingerprint, long now) {
    Kept found = kept.get(fingerprint);
    return found == null || found.until() - now < 0 ? null : found.version();
  }

  void forget(String fingerprint) {
    kept.remove(fingerprint);
  }

  void forgetAll() {
    kept.clear();
  }
}
