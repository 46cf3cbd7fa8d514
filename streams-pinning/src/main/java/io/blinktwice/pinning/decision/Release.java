package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of a version, as far as decisions ask.
 *
 * @param predecessor the version that it follows
 * @param fixes failure signatures and tickets that it fixes
 * @param changes what it raises on purpose where its predecessor did not, by error condition
 * @param retired nobody may enter it any more
 */
public record Release(
    @Nullable EngineVersion predecessor,
    Set<String> fixes,
    Map<String, IntendedChange> changes,
    boolean retired) {
  public static final Release PLAIN = new Release(null, Set.of(), Map.of(), false);

  public Release {
    fixes = Set.copyOf(fixes);
    changes = Map.copyOf(changes);
  }

  /** What is done about a workload that meets a change, and what its owner should do. */
  public record IntendedChange(Handling handling, String hint) {}

  /** The choice of those who made the change. */
  public enum Handling {
    /** The workload keeps the old behaviour: it is pinned, and the pin says so. */
    KEEP_OLD,
    /** The run is saved by its retry, its owner is told, and nothing is pinned. */
    WARN,
    /** The failure is right. */
    REFUSE
  }

  /** By the condition itself, or by the class that it belongs to. */
  @Nullable IntendedChange changeOf(@Nullable String condition) {
    if (condition == null) {
      return null;
    }
    IntendedChange exact = changes.get(condition);
    int dot = condition.indexOf('.');
    return exact == null && dot > 0 ? changes.get(condition.substring(0, dot)) : exact;
  }
}
