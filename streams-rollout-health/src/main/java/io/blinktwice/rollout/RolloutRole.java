package io.blinktwice.rollout;

import io.blinktwice.rollout.api.FleetView;
import io.blinktwice.rollout.api.HealthDesk;
import io.blinktwice.rollout.api.RolloutDesk;
import io.blinktwice.rollout.api.UpgradesAnswer;
import io.blinktwice.rollout.effect.KafkaFleetLog;
import io.blinktwice.rollout.effect.WorkloadPartitions;
import io.blinktwice.rollout.metrics.RolloutMetrics;
import io.blinktwice.rollout.topology.RolloutTopology;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.runtime.metrics.Reading;
import io.blinktwice.runtime.streams.StreamsOptions;
import io.blinktwice.runtime.streams.StreamsService;
import io.blinktwice.runtime.streams.StreamsSettings;
import io.blinktwice.runtime.streams.StreamsSettings.Guarantee;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the roll-outs: the topology that decides, and the desk that people speak to. Exactly once: a
 * woken zombie must not take the fleet back to an older state.
 */
@Factory
@Context
@Requires(property = "blinktwice.roles.rollout", value = "true")
public final class RolloutRole implements KeepsRunning, AutoCloseable {
  private static final String ROLE = "rollout";

  private final StreamsService streams;
  private final FleetView view = new FleetView();
  private final KafkaFleetLog log;
  private final List<Reading.Registration> readings;

  public RolloutRole(KafkaConnection connection, InstanceConfig config, StreamsOptions options) {
    StreamsSettings settings =
        new StreamsSettings(connection, ROLE, config, options, Guarantee.EXACTLY_ONCE);
    this.streams =
        new StreamsService(
            settings,
            RolloutTopology.of(
                connection::serdeOf, connection.topicPrefix(), new WorkloadPartitions(connection)));
    this.log = new KafkaFleetLog(connection, view);
    this.readings =
        List.of(
            RolloutMetrics.STATE.from(s -> RolloutMetrics.tellState(view.rollouts(), s)),
            RolloutMetrics.SHARE.from(s -> RolloutMetrics.tellShare(view.rollouts(), s)),
            RolloutMetrics.WEALTH.from(s -> RolloutMetrics.tellWealth(view.healths(), s)),
            RolloutMetrics.SUCCESS_RATE.from(s -> RolloutMetrics.tellRates(view.healths(), s)),
            RolloutMetrics.HARMED.from(s -> RolloutMetrics.tellHarmed(view.healths(), s)),
            RolloutMetrics.UPGRADES_SUCCESS.from(s -> RolloutMetrics.tellSuccess(upgrades(), s)),
            RolloutMetrics.VERSIONS_ALIVE.from(s -> s.add(upgrades().versionsAlive())),
            RolloutMetrics.UPGRADES.from(s -> s.add(upgrades().perYear())));
  }

  private UpgradesAnswer upgrades() {
    return UpgradesAnswer.of(view.rollouts(), view.healths(), Clock.systemUTC().instant());
  }

  @PostConstruct
  void start() {
    streams.start();
  }

  @Singleton
  RolloutDesk desk() {
    return new RolloutDesk(view, log, Clock.systemUTC());
  }

  @Singleton
  HealthDesk healthDesk() {
    return new HealthDesk(view, log, Clock.systemUTC());
  }

  @Override
  public List<LongRunning> parts() {
    return Stream.concat(Stream.of(streams), log.views().stream()).toList();
  }

  @PreDestroy
  @Override
  public void close() {
    readings.forEach(Reading.Registration::close);
    streams.close();
    log.close();
  }
}
