package io.blinktwice.autoscaler;

import io.blinktwice.autoscaler.api.PoolDesk;
import io.blinktwice.autoscaler.api.PoolView;
import io.blinktwice.autoscaler.effect.KafkaPoolLog;
import io.blinktwice.autoscaler.metrics.AutoscalerMetrics;
import io.blinktwice.autoscaler.topology.ScalingTopology;
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
 * Runs the autoscaler: the topology that decides, and the desk that people speak to. Exactly once:
 * a woken zombie must not order servers on what it knew an hour ago.
 */
@Factory
@Context
@Requires(property = "blinktwice.roles.autoscaler", value = "true")
public final class AutoscalerRole implements KeepsRunning, AutoCloseable {
  private static final String ROLE = "autoscaler";

  private final StreamsService streams;
  private final PoolView view = new PoolView();
  private final KafkaPoolLog log;
  private final List<Reading.Registration> readings;

  public AutoscalerRole(KafkaConnection connection, InstanceConfig config, StreamsOptions options) {
    StreamsSettings settings =
        new StreamsSettings(connection, ROLE, config, options, Guarantee.EXACTLY_ONCE);
    this.log = new KafkaPoolLog(connection, view);
    this.streams =
        new StreamsService(
            settings,
            ScalingTopology.of(connection::serdeOf, connection.topicPrefix(), view::sizes));
    this.readings =
        List.of(
            AutoscalerMetrics.TARGET.from(s -> AutoscalerMetrics.tellTargets(view.decisions(), s)),
            AutoscalerMetrics.DEMAND.from(s -> AutoscalerMetrics.tellDemand(view.decisions(), s)));
  }

  @PostConstruct
  void start() {
    streams.start();
  }

  @Singleton
  PoolDesk desk() {
    return new PoolDesk(view, log, Clock.systemUTC());
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
