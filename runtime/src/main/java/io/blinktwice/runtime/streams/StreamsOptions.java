package io.blinktwice.runtime.streams;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.GroupProtocol;

/**
 * What an installation chooses about its stream roles; everything else is decided in {@link
 * StreamsSettings}.
 *
 * @param instances how many processes run each role: with more than one, each store has a standby
 * @param replication copies of a changelog; -1 leaves it to the brokers
 * @param groupProtocol {@code classic}, or {@code streams} (KIP-1071) to try it: that one knows
 *     neither static membership nor warm-up of moved state
 * @param onShutdown whether an ordinary end gives the partitions away: {@code stay} for a process
 *     that comes back under its name, {@code leave} for one that does not
 * @param threads how many threads each role has in a process: each works on partitions of its own,
 *     so more help where there are processors for them
 */
@ConfigurationProperties("blinktwice.streams")
public record StreamsOptions(
    @Bindable(defaultValue = "1") int instances,
    @Bindable(defaultValue = "-1") int replication,
    @Bindable(defaultValue = "classic") String groupProtocol,
    @Bindable(defaultValue = "stay") String onShutdown,
    @Bindable(defaultValue = "1") int threads) {
  private static final int MOST_THREADS = 64;
  private static final String CLASSIC = "classic";
  private static final String STREAMS = "streams";
  private static final String STAY = "stay";
  private static final String LEAVE = "leave";

  /** As a server has them that was told nothing. */
  public static final StreamsOptions DEFAULTS = new StreamsOptions(1, -1, CLASSIC, STAY, 1);

  public StreamsOptions {
    List<String> problems = new ArrayList<>();
    if (instances < 1) {
      problems.add("instances must be at least 1");
    }
    if (threads < 1 || threads > MOST_THREADS) {
      problems.add("threads must be from 1 to " + MOST_THREADS);
    }
    if (replication != -1 && (replication < 1 || replication > Short.MAX_VALUE)) {
      problems.add("replication must be at least 1, or -1 for what the brokers say");
    }
    if (!groupProtocol.equals(CLASSIC) && !groupProtocol.equals(STREAMS)) {
      problems.add("group-protocol is classic or streams");
    }
    if (!onShutdown.equals(STAY) && !onShutdown.equals(LEAVE)) {
      problems.add("on-shutdown is stay or leave");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.streams: " + String.join("; ", problems));
    }
  }

  /** Copies of each store beside the one that works. */
  int standbys() {
    return instances > 1 ? 1 : 0;
  }

  GroupProtocol protocol() {
    return groupProtocol.equals(STREAMS) ? GroupProtocol.STREAMS : GroupProtocol.CLASSIC;
  }

  boolean leavesOnShutdown() {
    return onShutdown.equals(LEAVE);
  }
}
