package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
  private static final int MINUTES = 8;

  @TempDir private Path folder;

  @Test
  void everyPageAndEveryActionWorksInARealBrowser() throws Exception {
    Path home = ProgramHome.ofThisProcess().root();
    String chromium = said(home, List.of(home.resolve("bin/find-chromium").toString()));
    KeyFile keys = new KeyFile(new InstallationFolder(folder).keys());
    String chief = key(keys, "*", Right.ADMIN);
    String viewer = key(keys, "default", Right.VIEW);
    try (KafkaUnderTest kafka = KafkaUnderTest.start();
        Installation installation =
            new Installation(
                Workshop.plan(folder, kafka.backbone(), Workshop.STABLE), System.out::println)) {
      installation.startWithoutEngines();
      writeGarbage(installation.addresses().kafka());
      // A file of its own: what a child writes to a test's own output would be taken for the test's
      // protocol.
      Path words = Files.createDirectories(home.resolve("e2e/target")).resolve("browser.txt");
      ProcessBuilder tests =
          new ProcessBuilder("node", "--test", "src/test/browser/console.test.mjs")
              .directory(home.resolve("console").toFile())
              .redirectErrorStream(true)
              .redirectOutput(words.toFile());
      tests
          .environment()
          .putAll(
              Map.of(
                  "BLINKTWICE_CHROMIUM", chromium,
                  "BLINKTWICE_CONSOLE", "http://" + installation.addresses().http().getAuthority(),
                  "BLINKTWICE_CHIEF_KEY", chief,
                  "BLINKTWICE_VIEWER_KEY", viewer));
      Process process = tests.start();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      assertTrue(ended, "the browser's tests did not end in time");
      assertEquals(0, process.exitValue(), () -> "the browser's tests say:\n" + read(words));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String said(Path home, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), String.join(" ", command));
    return text;
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
