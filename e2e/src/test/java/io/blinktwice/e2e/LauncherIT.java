package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.ExitCode;
import io.blinktwice.app.installation.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} from outside: what it refuses, and that it leaves nothing behind. */
class LauncherIT {
  private static final Duration STARTED_WITHIN = Duration.ofMinutes(4);

  @TempDir private Path temp;

  @Test
  void aKilledLauncherLeavesNoProcessBehindAndASecondOneIsRefusedMeanwhile() throws Exception {
    Path folder = temp.resolve("installation");
    Path output = temp.resolve("up.out");
    Process up = up(folder, Workshop.freeOffset(), output);
    try {
      Awaitility.await()
          .atMost(STARTED_WITHIN)
          .until(() -> !up.isAlive() || Files.readString(output).contains("everything is ready"));
      assertTrue(up.isAlive(), Files.readString(output));
      refusesASecond(folder, up.pid());
      // Broker, registry, control plane, pool and two Spark servers, which ask their system things
      // by programs that end at once.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertEquals(6, up.descendants().count()));
      List<ProcessHandle> family = up.descendants().toList();
      up.destroyForcibly().waitFor();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertEquals(List.of(), family.stream().filter(ProcessHandle::isAlive).toList()));
    } finally {
      up.destroyForcibly().waitFor();
    }
  }

  private void refusesASecond(Path folder, long holder) throws Exception {
    Path output = temp.resolve("second.out");
    Process second = up(folder, Workshop.freeOffset(), output);
    assertTrue(second.waitFor(60, TimeUnit.SECONDS), "the second one did not end");
    String said = Files.readString(output);
    assertTrue(second.exitValue() != ExitCode.OK, said);
    assertTrue(said.contains(Long.toString(holder)), said);
  }

  @Test
  void aTakenPortIsNamedWithAWayOn() throws Exception {
    int offset = Workshop.freeOffset();
    int gateway = Ports.shiftedBy(offset).gateway();
    try (ServerSocket squatter = new ServerSocket(gateway, 1, InetAddress.getLoopbackAddress())) {
      Path output = temp.resolve("taken.out");
      Process up = up(temp.resolve("installation"), offset, output);
      assertTrue(up.waitFor(60, TimeUnit.SECONDS), "it did not end");
      String said = Files.readString(output);
      assertEquals(ExitCode.NOT_FIT, up.exitValue(), said);
      assertTrue(said.contains(Integer.toString(squatter.getLocalPort())), said);
      assertTrue(said.contains("--port-offset"), said);
    }
  }

  private static Process up(Path folder, int offset, Path output) throws IOException {
    return Workshop.program(
            "up", "--dir", folder.toString(), "--port-offset", Integer.toString(offset))
        .redirectOutput(output.toFile())
        .start();
  }
}
