package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web page in a real Chromium against a real installation that people sign in to; what is
 * looked at and done there stands in {@code console/src/test/browser}.
 */
@Tag("slow") // Two minutes and more: './blinktwice test -Dslow.tests=none' runs it, too.
class ConsoleIT {
  private static final Duration AT_MOST = Duration.ofMinutes(8);

  @TempDir private Path folder;

  @Test
  void everyPageAndEveryActionWorksInARealBrowser() throws Exception {
    Browser.Found chromium = Browser.find();
    assertTrue(chromium.isThere(), chromium.said());
    KeyFile keys = new KeyFile(new InstallationFolder(folder).keys());
    String chief = key(keys, "*", Right.ADMIN);
    String viewer = key(keys, "default", Right.VIEW);
    try (KafkaUnderTest kafka = KafkaUnderTest.start();
        Installation installation =
            new Installation(
                Workshop.plan(folder, kafka.backbone(), Workshop.STABLE), System.out::println)) {
      installation.startWithoutEngines();
      writeGarbage(installation.addresses().kafka());
      Map<String, String> environment =
          Map.of(
              "BLINKTWICE_CONSOLE", "http://" + installation.addresses().http().getAuthority(),
              "BLINKTWICE_CHIEF_KEY", chief,
              "BLINKTWICE_VIEWER_KEY", viewer);
      Browser.drive(chromium, "console.test.mjs", environment, AT_MOST);
      ManyPins.write(installation.addresses().kafka(), 100_000);
      Browser.drive(chromium, "many.test.mjs", environment, AT_MOST);
    }
  }

  private static String key(KeyFile keys, String workspace, Right right) throws IOException {
    ApiKey.Fresh fresh =
        ApiKey.create(
            right.word() + "@" + workspace,
            Scope.of(workspace),
            right,
            new SecureRandom(),
            Instant.now());
    keys.add(fresh.kept());
    return fresh.secret();
  }

  /** What becomes a dead letter. */
  private static void writeGarbage(KafkaConnection connection) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] garbage = "<script>window.pwned=1</script>".getBytes(StandardCharsets.UTF_8);
      String topic = connection.nameOf(Topics.RUN_EVENTS);
      producer
          .send(new ProducerRecord<>(topic, "garbage".getBytes(StandardCharsets.UTF_8), garbage))
          .get();
    }
  }
}
