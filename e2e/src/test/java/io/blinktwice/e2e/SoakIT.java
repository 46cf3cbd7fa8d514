package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the soaks: one disturbance of each kind, and one upgrade there and back. How
 * soon processing goes on is told, not judged: this machine may be busy.
 */
class SoakIT {
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(15);

  @TempDir private Path temp;

  @Test
  void nothingIsLostOrDoubledWhenInstancesAndBrokersAreKilledOrStopped() throws Exception {
    String said = soak("kill", "--rounds", "3", "--untimed");
    assertTrue(said.contains("round  3 of 3"), said);
    assertTrue(said.contains("; 0 violations"), said);
  }

  @Test
  @Tag("slow") // Minutes: './blinktwice test -Dslow.tests=none' runs it, too.
  void nothingIsLostOrDoubledWhenTheStoreFormatChangesThereAndBack() throws Exception {
    String said = soak("upgrade");
    assertTrue(said.contains("after going back"), said);
    assertTrue(said.contains("; 0 violations"), said);
  }

  private String soak(String... what) throws Exception {
    Path output = temp.resolve("soak.out");
    List<String> command = new ArrayList<>(List.of("soak"));
    command.addAll(List.of(what));
    command.addAll(
        List.of(
            "--rate",
            "300",
            "--seed",
            "1",
            "--dir",
            temp.resolve("soak").toString(),
            "--port-offset",
            Integer.toString(Workshop.freeOffset())));
    Process soak =
        Workshop.program(command.toArray(String[]::new)).redirectOutput(output.toFile()).start();
    try {
      assertTrue(soak.waitFor(ENDS_WITHIN.toMinutes(), TimeUnit.MINUTES), "it did not end");
      String said = Files.readString(output);
      assertEquals(ExitCode.OK, soak.exitValue(), said);
      return said;
    } finally {
      List<ProcessHandle> family = soak.descendants().toList();
      soak.destroyForcibly().waitFor();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertEquals(List.of(), family.stream().filter(ProcessHandle::isAlive).toList()));
    }
  }
}
