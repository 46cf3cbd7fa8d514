package io.blinktwice.classifier.effect;

import io.blinktwice.classifier.decision.ProcessEnd;
import io.blinktwice.classifier.topology.Surroundings;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterLoss;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.Release;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The ends of clusters and the order of releases, from their topics. */
public final class KafkaSurroundings implements Surroundings, AutoCloseable {
  private static final String READER = "classifier";

  private final Map<String, ProcessEnd> ends = new ConcurrentHashMap<>();
  private final Map<String, String> predecessors = new ConcurrentHashMap<>();
  private final TopicView<ClusterLifecycle> clusters;
  private final TopicView<Release> releases;

  public KafkaSurroundings(KafkaConnection connection) {
    clusters = TopicView.follow(connection, Topics.CLUSTER_LIFECYCLE, READER, this::cluster);
    releases = TopicView.follow(connection, Topics.RELEASES, READER, this::release);
  }

  /** Views that have to live for this to be true. */
  public List<LongRunning> views() {
    return List.of(clusters, releases);
  }

  /** As bounded as the topic: whoever writes it ends the keys of clusters that are long gone. */
  private void cluster(TopicView.Record<ClusterLifecycle> seen) {
    ClusterLifecycle now = seen.value();
    OptionalInt code =
        now == null || now.getState() != ClusterState.GONE
            ? OptionalInt.empty()
            : ProcessEnd.code(loss(now.getLoss()), code(now.getExitCode()));
    if (now == null || code.isEmpty()) {
      ends.remove(seen.key());
    } else {
      ends.put(seen.key(), new ProcessEnd(code.getAsInt(), now.getAt()));
    }
  }

  private static OptionalInt code(@Nullable Integer exitCode) {
    return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  private static ProcessEnd.Loss loss(@Nullable ClusterLoss loss) {
    return switch (loss) {
      case null -> ProcessEnd.Loss.UNKNOWN;
      case STOPPED -> ProcessEnd.Loss.STOPPED;
      case OUT_OF_MEMORY -> ProcessEnd.Loss.OUT_OF_MEMORY;
      case KILLED -> ProcessEnd.Loss.KILLED;
      case CRASHED -> ProcessEnd.Loss.CRASHED;
      case EVICTED, PREEMPTED, UNREACHABLE -> ProcessEnd.Loss.NODE_LOST;
      case UNKNOWN -> ProcessEnd.Loss.UNKNOWN;
    };
  }

  private void release(TopicView.Record<Release> seen) {
    Release release = seen.value();
    if (release == null || release.getPredecessor() == null) {
      predecessors.remove(seen.key());
    } else {
      predecessors.put(seen.key(), release.getPredecessor());
    }
  }

  @Override
  public @Nullable ProcessEnd endOf(String cluster) {
    return ends.get(cluster);
  }

  @Override
  public @Nullable String predecessorOf(String version) {
    return predecessors.get(version);
  }

  @Override
  public void close() {
    clusters.close();
    releases.close();
  }
}
