package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Release;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.runtime.kafka.TopicView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases as the catalogue has them: how each is launched here. One that cannot be launched is
 * refused with its reasons, and what ran under its name goes on as it was.
 */
final class Catalogue implements TopicView.Listener<Release> {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  private final List<EngineVersion> engines;
  private final PoolMetrics metrics;
  private final Map<EngineVersion, LaunchSpec> specs = new ConcurrentHashMap<>();
  private volatile Reader reader = new Unheard();

  /** Who starts servers; called from the view's thread. */
  interface Reader {
    /** What kept it from being launched. */
    Optional<String> offer(LaunchSpec spec);

    void retire(EngineVersion version);
  }

  /** Before the pool has started, it is enough to know. */
  private static final class Unheard implements Reader {
    @Override
    public Optional<String> offer(LaunchSpec spec) {
      return Optional.empty();
    }

    @Override
    public void retire(EngineVersion version) {}
  }

  /**
   * @param engines whose jars there are
   */
  Catalogue(List<EngineVersion> engines, PoolMetrics metrics) {
    this.engines = List.copyOf(engines);
    this.metrics = metrics;
  }

  /** How a version is launched: as the catalogue says, else as the engine of that name is. */
  Optional<LaunchSpec> spec(EngineVersion version) {
    LaunchSpec known = specs.get(version);
    return known != null || !engines.contains(version)
        ? Optional.ofNullable(known)
        : Optional.of(LaunchSpec.plain(version));
  }

  /** All that can be launched now; whoever comes later hears of changes. */
  List<LaunchSpec> launchable() {
    List<LaunchSpec> all = new ArrayList<>(specs.values());
    engines.stream()
        .filter(engine -> !specs.containsKey(engine))
        .forEach(engine -> all.add(LaunchSpec.plain(engine)));
    all.sort((a, b) -> a.version().compareTo(b.version()));
    return List.copyOf(all);
  }

  void tell(Reader told) {
    reader = told;
    // What came between the reading and this is offered again; the same twice is nothing.
    launchable().forEach(this::offer);
  }

  @Override
  public void on(TopicView.Record<Release> seen) {
    try {
      EngineVersion version = new EngineVersion(seen.key());
      Release release = seen.value();
      if (release == null || release.getRetired()) {
        retire(version);
      } else {
        take(version, release);
      }
    } catch (InvalidIdentifier e) {
      refuse(seen.key(), String.valueOf(e.getMessage()));
    }
  }

  /** Engines that the pool was told to run stay: who started it says so. */
  private void retire(EngineVersion version) {
    if (specs.remove(version) != null && !engines.contains(version)) {
      reader.retire(version);
    }
  }

  private void take(EngineVersion version, Release release) {
    LaunchSpec spec =
        new LaunchSpec(
            version,
            new EngineVersion(release.getEngine()),
            release.getSparkConf(),
            release.getJvmFlags());
    List<String> problems = new ArrayList<>(spec.problems(engines));
    if (!release.getJars().isEmpty()) {
      problems.add("it adds jars, which this pool does not");
    }
    if (problems.isEmpty()) {
      specs.put(version, spec);
      offer(spec);
    } else {
      refuse(version.value(), String.join("; ", problems));
    }
  }

  private void offer(LaunchSpec spec) {
    reader.offer(spec).ifPresent(why -> refuse(spec.version().value(), why));
  }

  private void refuse(String version, String why) {
    metrics.refusedRelease();
    LOG.atWarn()
        .addKeyValue("version", version)
        .addKeyValue("reason", why)
        .log("release gets no servers here");
  }
}
