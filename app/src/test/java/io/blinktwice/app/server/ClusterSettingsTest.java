package io.blinktwice.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {
  private static final String SERVERS = "blinktwice.kafka.bootstrap-servers";

  @Test
  void anyKeyBelowKafkaIsOneOfItsClients(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("cluster.yml"),
            """
            blinktwice:
              kafka:
                bootstrap-servers: broker:9093
                security.protocol: SASL_SSL
                sasl:
                  mechanism: PLAIN
              registry:
                url: https://registry/apis/ccompat/v7
                basic.auth.user.info: me:secret
            """);
    KafkaConnection connection =
        Configuration.cluster(
                Optional.of(file), Map.of("blinktwice.kafka.client.id", "of-the-command-line"))
            .connection();
    assertEquals("broker:9093", connection.bootstrapServers());
    assertEquals("SASL_SSL", connection.properties().get("security.protocol"));
    assertEquals("PLAIN", connection.properties().get("sasl.mechanism"));
    assertEquals("of-the-command-line", connection.properties().get("client.id"));
    assertFalse(connection.properties().toString().contains("secret"));
    assertEquals(
        "me:secret", connection.serdeSettings().get("schema.registry.basic.auth.user.info"));
    assertEquals(
        "https://registry/apis/ccompat/v7", connection.serdeSettings().get("schema.registry.url"));
  }

  @Test
  void theCommandLineWinsOverTheDefaults() throws Exception {
    ClusterSettings settings =
        Configuration.cluster(
            Optional.empty(),
            Map.of("blinktwice.workload-partitions", "6", "blinktwice.replication", "3"));
    assertEquals(6, settings.topics().workloadPartitions());
    assertEquals(3, settings.topics().replication());
  }

  @Test
  void tellsWhetherSomebodyNamedAKafka() throws Exception {
    assertFalse(Configuration.names(SERVERS, Optional.empty(), Map.of()));
    assertTrue(Configuration.names(SERVERS, Optional.empty(), Map.of(SERVERS, "a:1")));
  }
}
