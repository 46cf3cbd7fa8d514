package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.LaunchRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a release's servers are launched: an engine's jars, and what it adds to them.
 *
 * @param version the release
 * @param engine whose pinned jars it runs on
 */
public record LaunchSpec(
    EngineVersion version,
    EngineVersion engine,
    Map<String, String> sparkConf,
    List<String> jvmFlags) {
  public LaunchSpec {
    sparkConf = Map.copyOf(sparkConf);
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** An engine as it is. */
  public static LaunchSpec plain(EngineVersion engine) {
    return new LaunchSpec(engine, engine, Map.of(), List.of());
  }

  /** What forbids to launch it in a pool that has those engines; empty if nothing does. */
  public List<String> problems(List<EngineVersion> engines) {
    List<String> problems = new ArrayList<>(LaunchRules.problems(sparkConf, jvmFlags));
    if (!engines.contains(engine)) {
      problems.add(
          "it runs on the jars of %s, and this pool has those of %s; start it with --engines"
              .formatted(engine, engines));
    }
    return List.copyOf(problems);
  }

  /** With the names of its settings only: values may be secret. */
  @Override
  public String toString() {
    return "LaunchSpec[version=%s, engine=%s, sparkConf=%s, jvmFlags=%d]"
        .formatted(version, engine, new TreeMap<>(sparkConf).keySet(), jvmFlags.size());
  }
}
