package io.blinktwice.classifier;

import io.blinktwice.classifier.effect.KafkaSurroundings;
import io.blinktwice.classifier.effect.LiveAccuracy;
import io.blinktwice.classifier.effect.TeamAdvice;
import io.blinktwice.classifier.topology.ClassifierTopology;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.runtime.streams.StreamsOptions;
import io.blinktwice.runtime.streams.StreamsService;
import io.blinktwice.runtime.streams.StreamsSettings;
import io.blinktwice.runtime.streams.StreamsSettings.Guarantee;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** Runs the classifier. At least once is enough: a repetition says the same under the same id. */
@Singleton
@Context
@Requires(property = "blinktwice.roles.classifier", value = "true")
public final class ClassifierRole implements KeepsRunning, AutoCloseable {
  private static final String ROLE = "classifier";

  private final KafkaSurroundings surroundings;
  private final LiveAccuracy accuracy;
  private final TeamAdvice teams;
  private final StreamsService streams;

  public ClassifierRole(
      KafkaConnection connection, InstanceConfig config, StreamsOptions options, Judging judging) {
    this.surroundings = new KafkaSurroundings(connection);
    this.accuracy = new LiveAccuracy(connection, judging::all);
    this.teams = TeamAdvice.start(connection, judging::published);
    StreamsSettings settings =
        new StreamsSettings(connection, ROLE, config, options, Guarantee.AT_LEAST_ONCE);
    this.streams =
        new StreamsService(
            settings,
            ClassifierTopology.of(
                connection::serdeOf,
                connection.topicPrefix(),
                judging::published,
                judging::shadow,
                surroundings));
  }

  @PostConstruct
  void start() {
    streams.start();
  }

  @Override
  public List<LongRunning> parts() {
    return Stream.concat(
            Stream.of(streams, accuracy.view(), teams.view()), surroundings.views().stream())
        .toList();
  }

  @PreDestroy
  @Override
  public void close() {
    streams.close();
    teams.close();
    accuracy.close();
    surroundings.close();
  }
}
