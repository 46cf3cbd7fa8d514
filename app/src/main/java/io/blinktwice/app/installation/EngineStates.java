package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which Spark servers of this installation take work, as the pool publishes it. */
final class EngineStates implements Blueprint.Probe, AutoCloseable {
  private final List<EngineVersion> wanted;
  private final InstallationListener listener;
  private final Instant since;
  private final Map<String, ClusterLifecycle> byCluster = new ConcurrentHashMap<>();
  private final TopicView<ClusterLifecycle> view;

  EngineStates(
      KafkaConnection connection,
      List<EngineVersion> wanted,
      InstallationListener listener,
      Instant since) {
    this.wanted = wanted;
    this.listener = listener;
    this.since = since;
    this.view = TopicView.follow(connection, Topics.CLUSTER_LIFECYCLE, "up", this::on);
  }

  private void on(TopicView.Record<ClusterLifecycle> seen) {
    // What an earlier start of this installation published says nothing about this one.
    if (seen.at().isBefore(since)) {
      return;
    }
    ClusterLifecycle now = seen.value();
    if (now == null) {
      byCluster.remove(seen.key());
      return;
    }
    byCluster.put(seen.key(), now);
    listener.on(
        new Happening.EngineState(new EngineVersion(now.getVersion()), now.getState().name()));
  }

  @Override
  public boolean succeeds() {
    return wanted.stream().allMatch(this::isReady);
  }

  @Override
  public Optional<String> missing() {
    String lacking =
        wanted.stream()
            .filter(version -> !isReady(version))
            .map(EngineVersion::value)
            .collect(Collectors.joining(", "));
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of("no server takes work yet of " + lacking);
  }

  private boolean isReady(EngineVersion version) {
    return byCluster.values().stream()
        .anyMatch(
            cluster ->
                cluster.getVersion().equals(version.value())
                    && cluster.getState() == ClusterState.READY
                    && lives(cluster));
  }

  /** A pool that was killed publishes no end of its servers. */
  private static boolean lives(ClusterLifecycle cluster) {
    Long pid = cluster.getPid();
    return pid == null || ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Override
  public void close() {
    view.close();
  }
}
