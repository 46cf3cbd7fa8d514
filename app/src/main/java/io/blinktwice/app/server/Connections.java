package io.blinktwice.app.server;

import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import java.time.Duration;

/** Hands a connection to the roles once what it connects to is there: Kafka, registry, topics. */
@Factory
final class Connections {

  /** First of all beans that do something: what is wrong is said before anything is waited for. */
  @Context
  KafkaConnection kafka(
      BeanContext beans,
      KafkaSettings kafka,
      @Property(name = "blinktwice.registry.url") String registryUrl,
      TopicSettings topics,
      @Property(name = "blinktwice.surroundings-within") Duration within) {
    ConfigurationProblems.requireNone(beans);
    KafkaConnection connection =
        new KafkaConnection(
            kafka.bootstrapServers(), registryUrl, topics.topicPrefix(), kafka.client());
    Surroundings.await(connection, within);
    TopicSetup.ensure(connection, topics.workloadPartitions(), topics.replication());
    return connection;
  }
}
