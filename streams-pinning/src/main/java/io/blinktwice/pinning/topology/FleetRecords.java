package io.blinktwice.pinning.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.BehaviourChange;
import io.blinktwice.events.Environment;
import io.blinktwice.events.EnvironmentState;
import io.blinktwice.pinning.decision.EngineRange;
import io.blinktwice.pinning.decision.Release;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the catalogues say, in the decision's words. */
final class FleetRecords {
  private FleetRecords() {}

  static Release release(io.blinktwice.events.Release said) {
    Map<String, Release.IntendedChange> changes = new HashMap<>();
    for (BehaviourChange change : said.getChangedBehaviours()) {
      changes.put(
          change.getCondition(), new Release.IntendedChange(handling(change), change.getHint()));
    }
    return new Release(
        version(said.getPredecessor()), Set.copyOf(said.getFixes()), changes, said.getRetired());
  }

  /** What an older build does not know is treated as the careful choice. */
  private static Release.Handling handling(BehaviourChange change) {
    return switch (change.getPolicy()) {
      case KEEP_OLD, UNKNOWN -> Release.Handling.KEEP_OLD;
      case WARN -> Release.Handling.WARN;
      case REFUSE -> Release.Handling.REFUSE;
    };
  }

  static EngineRange range(Environment said) {
    String advice = said.getAdvice() == null ? "" : ": " + said.getAdvice();
    return new EngineRange(
        version(said.getOldestEngine()),
        version(said.getNewestEngine()),
        said.getExcludedEngines().stream().map(EngineVersion::new).collect(Collectors.toSet()),
        said.getState() == EnvironmentState.RETIRED ? advice : null);
  }

  private static @Nullable EngineVersion version(@Nullable String value) {
    return value == null ? null : new EngineVersion(value);
  }
}
