package io.blinktwice.app.clusters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A cluster as it is known.
 *
 * @param state requested, starting, ready, draining or gone
 * @param size size class
 * @param exitCode how its process ended, where that was seen
 * @param loss what ended it: stopped, out_of_memory, killed, crashed
 * @param detail more, for people
 * @param decision the scaling decision that asked for this state
 * @param since when it came into its state
 * @param load what it said of itself last; absent if it said nothing yet, or is gone
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
record ClusterAnswer(
    String cluster,
    @Nullable String pool,
    String version,
    String state,
    @Nullable String size,
    @Nullable Integer cores,
    @Nullable Long memoryBytes,
    @Nullable String address,
    @Nullable Long pid,
    @Nullable Integer exitCode,
    @Nullable String loss,
    @Nullable String detail,
    @Nullable String decision,
    Instant since,
    @Nullable Load load) {

  /** All clusters. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Clusters(List<ClusterAnswer> clusters) {}

  /**
   * What a cluster does.
   *
   * @param queuedTasks tasks that wait for a core
   * @param sessions sessions that are open
   * @param cpuShare share of its cores that was busy in the last second
   * @param gcShare share of the last second that went into garbage collection
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Load(
      int activeTasks,
      int queuedTasks,
      int runningOperations,
      int sessions,
      long usedMemoryBytes,
      long cachedBytes,
      @Nullable Double cpuShare,
      double gcShare,
      Instant measuredAt) {
    static Load of(ClusterUtilization said) {
      return new Load(
          said.getActiveTasks(),
          said.getQueuedTasks(),
          said.getRunningOperations(),
          said.getSessions(),
          said.getUsedMemoryBytes(),
          said.getCachedBytes(),
          said.getCpuShare(),
          said.getGcShare(),
          said.getMeasuredAt());
    }
  }

  static ClusterAnswer of(ClusterLifecycle life, @Nullable ClusterUtilization said) {
    return new ClusterAnswer(
        life.getCluster(),
        life.getPool(),
        life.getVersion(),
        word(life.getState()),
        life.getSize(),
        life.getCores(),
        life.getMemoryBytes(),
        life.getAddress(),
        life.getPid(),
        life.getExitCode(),
        life.getLoss() == null ? null : word(life.getLoss()),
        life.getDetail(),
        life.getDecisionId(),
        life.getAt(),
        said == null ? null : Load.of(said));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
