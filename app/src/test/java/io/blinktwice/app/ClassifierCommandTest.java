package io.blinktwice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said before a broker is asked for. */
class ClassifierCommandTest {
  private final StringWriter said = new StringWriter();

  @TempDir private Path folder;

  private int execute(String... arguments) {
    return Blinktwice.commandLine().setErr(new PrintWriter(said, true)).execute(arguments);
  }

  @Test
  void saysWhatItCanDo() {
    assertEquals(ExitCode.USAGE, execute("classifier"));
    assertTrue(said.toString().contains("classifier retrain"), said::toString);
  }

  @Test
  void namesAFileThatHoldsNoModels() throws IOException {
    Path rubbish = Files.writeString(folder.resolve("rubbish"), "no models");
    String out = folder.resolve("out").toString();

    for (Path wrong : new Path[] {rubbish, folder.resolve("nowhere")}) {
      assertEquals(
          ExitCode.USAGE,
          execute("classifier", "retrain", "--model", wrong.toString(), "--out", out));
      assertTrue(said.toString().contains("--model: '" + wrong), said::toString);
    }
  }

  @Test
  void namesAFolderThatDoesNotExist() {
    String out = folder.resolve("nowhere").resolve("out").toString();

    assertEquals(ExitCode.USAGE, execute("classifier", "retrain", "--out", out));
    assertTrue(said.toString().contains("--out " + out), said::toString);
  }
}
