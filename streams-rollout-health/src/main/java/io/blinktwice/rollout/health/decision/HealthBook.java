package io.blinktwice.rollout.health.decision;

import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.judge.decision.JudgeBench;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is counted of the versions that run, fifty at most: the one longest silent goes first. */
public final class HealthBook {
  private static final String HEALTH = "health/";
  private static final int MOST_VERSIONS = 50;

  private final SortedMap<String, VersionCounts> versions = new TreeMap<>();
  private final SortedSet<String> touched = new TreeSet<>();

  /** Before the judges hear it, for they forget whose failure was the first. */
  public void hear(News news, JudgeBench bench) {
    versionOf(news).ifPresent(this::open);
    versions.forEach(
        (version, counts) -> {
          if (concerns(version, news, bench)) {
            counts.hear(version, news, bench.judge(version).orElse(null));
            touched.add(HEALTH + version);
          }
        });
  }

  private static boolean concerns(String version, News news, JudgeBench bench) {
    boolean told = !(news instanceof News.Counted || news instanceof News.Forgotten);
    boolean itself = versionOf(news).map(version::equals).orElse(false);
    return told && (itself || bench.judge(version).isPresent());
  }

  private static Optional<String> versionOf(News news) {
    return switch (news) {
      case News.Clean clean -> Optional.of(clean.version());
      case News.Suspected failure -> Optional.of(failure.version());
      case News.Failed failure -> Optional.of(failure.version());
      case News.Retried retry -> Optional.of(retry.version());
      case News.Pinned pinned -> Optional.of(pinned.pin().awayFrom()).filter(v -> !v.isEmpty());
      case News.Counted _, News.Forgotten _ -> Optional.empty();
    };
  }

  private VersionCounts open(String version) {
    VersionCounts known = versions.get(version);
    if (known != null) {
      return known;
    }
    VersionCounts opened = new VersionCounts();
    versions.put(version, opened);
    if (versions.size() > MOST_VERSIONS) {
      versions.entrySet().stream()
          .filter(entry -> !entry.getKey().equals(version))
          .min(Comparator.comparing(entry -> entry.getValue().evidenceAt()))
          .map(Map.Entry::getKey)
          .ifPresent(
              oldest -> {
                versions.remove(oldest);
                touched.add(HEALTH + oldest);
              });
    }
    return opened;
  }

  /** A roll-out begins: its waves are counted from nothing. */
  public void begin(String version) {
    open(version).beginWaves();
    touched.add(HEALTH + version);
  }

  public Optional<VersionCounts> counts(String version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** Versions that something is to be told of now: of those decided on whatever there is. */
  public List<String> toTell(Instant now, Set<String> decided, Set<String> rolling) {
    List<String> all = new ArrayList<>();
    versions.forEach(
        (version, counts) -> {
          if (counts.isToBeTold(now, decided.contains(version), rolling.contains(version))) {
            all.add(version);
            touched.add(HEALTH + version);
          }
        });
    return all;
  }

  /** Names of the parts that differ from what was taken last. */
  public SortedSet<String> touched() {
    SortedSet<String> taken = new TreeSet<>(touched);
    touched.clear();
    return taken;
  }

  public static boolean isPart(String name) {
    return name.startsWith(HEALTH);
  }

  /** A part as it is to be kept; null for one that is not there any more. */
  public byte @Nullable [] part(String name) {
    VersionCounts counts = versions.get(name.substring(HEALTH.length()));
    return counts == null ? null : counts.bytes();
  }

  /** From all its parts, by name; those of others are passed over. */
  public static HealthBook restored(Map<String, byte[]> parts) {
    HealthBook read = new HealthBook();
    parts.forEach(
        (name, bytes) -> {
          if (isPart(name)) {
            read.versions.put(name.substring(HEALTH.length()), VersionCounts.of(bytes));
          }
        });
    return read;
  }
}
