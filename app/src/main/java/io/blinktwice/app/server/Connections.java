package io.blinktwice.app.server;

import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.instance.StateFolder;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.runtime.serde.KnownSchemas;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Hands a connection to the roles once what it connects to is there: Kafka, registry, topics. */
@Factory
final class Connections {
  /** What only a later start needs does not compete with this one. */
  private static final Duration LEARNS_AFTER = Duration.ofSeconds(10);

  /** First of all beans that do something: what is wrong is said before anything is waited for. */
  @Context
  @Bean(preDestroy = "close")
  StateFolder state(BeanContext beans) {
    ConfigurationProblems.requireNone(beans);
    return StateFolder.take(beans.getBean(InstanceConfig.class).stateDirectory());
  }

  /** Schemas are remembered in the state's folder, so that is taken before. */
  @Context
  KafkaConnection kafka(StateFolder state, Environment settings) {
    ClusterSettings cluster = ClusterSettings.of(settings).rememberingIn(state.root());
    KafkaConnection connection = cluster.connection();
    Surroundings.await(
        connection,
        cluster.within(),
        () ->
            TopicSetup.ensure(
                connection, cluster.topics().workloadPartitions(), cluster.topics().replication()));
    learnSchemas(connection);
    return connection;
  }

  /** In a moment, for a start has enough to do; and again where the registry is away by then. */
  private static void learnSchemas(KafkaConnection connection) {
    CompletableFuture.delayedExecutor(
            LEARNS_AFTER.toSeconds(),
            TimeUnit.SECONDS,
            learning -> Thread.ofVirtual().name("schemas").start(learning))
        .execute(
            () -> {
              if (!KnownSchemas.learn(connection.serdeSettings(), connection.topicPrefix())) {
                learnSchemas(connection);
              }
            });
  }
}
