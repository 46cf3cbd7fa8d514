package io.blinktwice.classifier.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which error conditions a release raises on purpose where the one before did not. */
public final class KnownChanges {
  private final Map<String, EngineVersion> firstRelease;

  private KnownChanges(Map<String, EngineVersion> firstRelease) {
    this.firstRelease = firstRelease;
  }

  /** From lines {@code condition | first release}. */
  public static KnownChanges of(List<String> lines) {
    Map<String, EngineVersion> found = new HashMap<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] columns = line.split(" \\| ", -1);
        found.put(columns[0].strip(), new EngineVersion(columns[1].strip()));
      }
    }
    return new KnownChanges(found);
  }

  /** Whether the newer version raises this condition, or its family, and the older one did not. */
  boolean between(EngineVersion older, EngineVersion newer, @Nullable String condition) {
    if (condition == null) {
      return false;
    }
    EngineVersion first = firstRelease.get(condition);
    if (first == null) {
      int dot = condition.indexOf('.');
      first = dot < 0 ? null : firstRelease.get(condition.substring(0, dot));
    }
    return first != null && older.compareTo(first) < 0 && newer.compareTo(first) >= 0;
  }
}
