package io.blinktwice.runtime.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/** What lies between a topic as it is and as it is to be. */
public sealed interface TopicStep {
  String topic();

  /** For people. */
  String sentence();

  /**
   * A topic as it is.
   *
   * @param settings empty when we may not see them
   */
  record Found(int partitions, int replication, Map<String, String> settings) {}

  /** It is missing. */
  record Create(TopicSpec spec) implements TopicStep {
    @Override
    public String topic() {
      return spec.name();
    }

    @Override
    public String sentence() {
      return "create with %d partition%s, %d cop%s, %s"
          .formatted(
              spec.partitions(),
              spec.partitions() == 1 ? "" : "s",
              spec.replication(),
              spec.replication() == 1 ? "y" : "ies",
              new TreeMap<>(spec.settings()));
    }
  }

  /** A setting is another one. */
  record Correct(String topic, String key, String from, String to) implements TopicStep {
    @Override
    public String sentence() {
      return "set %s from %s to %s".formatted(key, from, to);
    }

    /** What does not fit would end its reader; everything else works less well. */
    boolean isNeeded() {
      return key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    }
  }

  /** No setting cures it: keys would move between partitions. */
  record WrongPartitions(String topic, int found, int wanted, boolean byWorkload)
      implements TopicStep {
    @Override
    public String sentence() {
      return "topic %s has %d partitions, %d %s; a workload's records would no longer be in one place: %s"
          .formatted(topic, found, wanted, wanted == 1 ? "is wanted" : "are configured", cure());
    }

    private String cure() {
      String another = "use other topics, --set blinktwice.topic-prefix=NAME";
      return byWorkload
          ? "--set blinktwice.workload-partitions=%d, or %s".formatted(found, another)
          : another;
    }
  }

  /** Brokers go on with it; a person moves copies. */
  record OtherReplication(String topic, int found, int wanted) implements TopicStep {
    @Override
    public String sentence() {
      return "it has %d copies, %d are configured; kafka-reassign-partitions changes that"
          .formatted(found, wanted);
    }
  }

  /** Nothing is to be done. */
  record Fits(String topic) implements TopicStep {
    @Override
    public String sentence() {
      return "fits";
    }
  }

  /** Decides what is to be done, in the order of the catalogue. */
  static List<TopicStep> plan(List<TopicSpec> wanted, Map<String, Found> found) {
    List<TopicStep> steps = new ArrayList<>();
    for (TopicSpec spec : wanted) {
      Found there = found.get(spec.name());
      steps.addAll(there == null ? List.of(new Create(spec)) : plan(spec, there));
    }
    return List.copyOf(steps);
  }

  private static List<TopicStep> plan(TopicSpec spec, Found found) {
    List<TopicStep> steps = new ArrayList<>();
    if (found.partitions() != spec.partitions()) {
      steps.add(
          new WrongPartitions(
              spec.name(), found.partitions(), spec.partitions(), spec.byWorkload()));
    }
    if (found.replication() != spec.replication()) {
      steps.add(new OtherReplication(spec.name(), found.replication(), spec.replication()));
    }
    new TreeMap<>(spec.settings())
        .forEach(
            (key, value) -> {
              String now = found.settings().get(key);
              if (now != null && !fits(key, now, value)) {
                steps.add(new Correct(spec.name(), key, now, value));
              }
            });
    return steps.isEmpty() ? List.of(new Fits(spec.name())) : steps;
  }

  /** A higher limit than ours is somebody's wish, and harms nobody. */
  private static boolean fits(String key, String now, String wanted) {
    return switch (key) {
      case TopicConfig.MAX_MESSAGE_BYTES_CONFIG -> Long.parseLong(now) >= Long.parseLong(wanted);
      case TopicConfig.CLEANUP_POLICY_CONFIG ->
          Set.of(now.split(",")).equals(Set.of(wanted.split(",")));
      default -> now.equals(wanted);
    };
  }
}
