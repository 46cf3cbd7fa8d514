package io.blinktwice.pinning;

import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.Policy;
import io.blinktwice.pinning.metrics.PinningMetrics;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.sizing.decision.Sizing;
import io.blinktwice.pinning.topology.FleetView;
import io.blinktwice.pinning.topology.HitsView;
import io.blinktwice.pinning.topology.PinningTopology;
import io.blinktwice.pinning.topology.SizesView;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.runtime.metrics.Reading;
import io.blinktwice.runtime.streams.StreamsOptions;
import io.blinktwice.runtime.streams.StreamsService;
import io.blinktwice.runtime.streams.StreamsSettings;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The role {@code pinning}, wired: the fleet's view first, then the stream that needs it. */
@Singleton
@Context
@Requires(property = "blinktwice.roles.pinning", value = "true")
public final class PinningRole implements KeepsRunning, AutoCloseable {
  private static final Duration FLEET_READ_WITHIN = Duration.ofSeconds(60);

  private final Policy policy;
  private final @Nullable String connectAddress;
  private final FleetView fleet;
  private final HitsView hits;
  private final SizesView sizes;
  private final StreamsService streams;
  private final Reading.Registration epoch;

  public PinningRole(
      KafkaConnection connection,
      InstanceConfig instance,
      StreamsOptions options,
      PinningConfig config) {
    policy = config.policy();
    connectAddress = config.connectAddress();
    fleet = new FleetView(connection);
    hits = new HitsView(connection);
    sizes = new SizesView(connection);
    epoch =
        PinningMetrics.FLEET_EPOCH.from(
            samples -> {
              Fleet.Epoch known = fleet.now().epoch();
              samples.add(known.releases(), "releases");
              samples.add(known.rolloutDecisions(), "rollout-decisions");
            });
    streams =
        new StreamsService(
            new StreamsSettings(
                connection,
                "pinning",
                instance,
                options,
                StreamsSettings.Guarantee.EXACTLY_ONCE,
                StreamsSettings.Order.AS_THEY_COME),
            PinningTopology.build(
                connection::serdeOf, connection.topicPrefix(), config.format(), this::under));
    if (!fleet.awaitCaughtUp(FLEET_READ_WITHIN)) {
      close();
      throw new IllegalStateException(
          "the release catalogue could not be read within "
              + FLEET_READ_WITHIN.toSeconds()
              + " s; is Kafka at "
              + connection.bootstrapServers()
              + " reachable?");
    }
    streams.start();
  }

  /** What decisions are made under right now. */
  public FleetPolicy under() {
    return new FleetPolicy(
        fleet.now(), policy, hits.now(), new Sizing(sizes.now(), SizeRecord.NONE));
  }

  /** Where Spark Connect clients find the gateway, where the server was told. */
  public @Nullable String connectAddress() {
    return connectAddress;
  }

  @Override
  public List<LongRunning> parts() {
    return Stream.of(List.<LongRunning>of(streams), fleet.views(), hits.views(), sizes.views())
        .flatMap(List::stream)
        .toList();
  }

  public StreamsService streams() {
    return streams;
  }

  @Override
  @PreDestroy
  public void close() {
    epoch.close();
    streams.close();
    fleet.close();
    hits.close();
    sizes.close();
  }
}
