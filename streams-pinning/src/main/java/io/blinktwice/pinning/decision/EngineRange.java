package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine versions that a client environment can talk to; an end that is absent is open.
 *
 * @param retiredAdvice what to do instead, where the environment must not be used any more
 */
public record EngineRange(
    @Nullable EngineVersion oldest,
    @Nullable EngineVersion newest,
    Set<EngineVersion> excluded,
    @Nullable String retiredAdvice) {
  static final EngineRange ALL = new EngineRange(null, null, Set.of(), null);

  public EngineRange {
    excluded = Set.copyOf(excluded);
  }

  boolean supports(EngineVersion version) {
    return (oldest == null || oldest.compareTo(version) <= 0)
        && (newest == null || newest.compareTo(version) >= 0)
        && !excluded.contains(version);
  }

  @Override
  public String toString() {
    String ends = (oldest == null ? "any" : oldest) + " to " + (newest == null ? "any" : newest);
    return excluded.isEmpty() ? ends : ends + " without " + excluded;
  }
}
