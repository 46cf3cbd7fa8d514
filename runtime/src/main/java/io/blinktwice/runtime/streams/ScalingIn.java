package io.blinktwice.runtime.streams;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsMetadata;

/** Whether an instance of a role may be taken away, judged by what this one sees. */
final class ScalingIn {
  private ScalingIn() {}

  /** Sentences for people; none when nothing speaks against it. */
  static List<String> objections(
      boolean running,
      Collection<StreamsMetadata> instances,
      Map<Replicas.Place, Replica> replicas) {
    List<String> found = new ArrayList<>();
    if (!running) {
      found.add("partitions are moved or restored now");
    }
    if (instances.size() < 2) {
      found.add("this is the only instance");
    } else {
      Set<String> alone = withoutStandby(instances);
      if (!alone.isEmpty()) {
        found.add("no other instance has a copy of " + String.join(", ", alone));
      }
    }
    replicas.forEach(
        (place, replica) -> {
          if (!replica.isInSync()) {
            found.add(
                "partition %d of store %s is %d records behind its changelog"
                    .formatted(place.partition(), place.store(), replica.behind()));
          }
        });
    return List.copyOf(found);
  }

  /** Partitions that somebody works on with state that nobody else has. */
  private static Set<String> withoutStandby(Collection<StreamsMetadata> instances) {
    Set<TopicPartition> doubled = new HashSet<>();
    instances.forEach(instance -> doubled.addAll(instance.standbyTopicPartitions()));
    Set<String> alone = new TreeSet<>();
    for (StreamsMetadata instance : instances) {
      if (!instance.stateStoreNames().isEmpty()) {
        for (TopicPartition partition : instance.topicPartitions()) {
          if (!doubled.contains(partition)) {
            alone.add(partition.toString());
          }
        }
      }
    }
    return alone;
  }
}
