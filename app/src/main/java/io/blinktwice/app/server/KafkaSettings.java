package io.blinktwice.app.server;

import io.blinktwice.app.installation.BootstrapServers;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.naming.conventions.StringConvention;
import java.util.Map;

/**
 * Which Kafka.
 *
 * @param bootstrapServers {@code host:port}, several with commas
 * @param client properties of every Kafka client, with Kafka's own names: security, timeouts
 */
@ConfigurationProperties("blinktwice.kafka")
record KafkaSettings(
    String bootstrapServers,
    @MapFormat(transformation = MapFormat.MapTransformation.FLAT, keyFormat = StringConvention.RAW)
        Map<String, String> client) {
  KafkaSettings {
    bootstrapServers = new BootstrapServers(bootstrapServers).value();
  }
}
