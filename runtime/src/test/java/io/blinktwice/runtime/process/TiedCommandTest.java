package io.blinktwice.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TiedCommandTest {
  private static final List<String> SLEEPER = List.of("sh", "-c", "echo $$; exec sleep 300");

  @Test
  void passesOnOutputAndExitCode() throws Exception {
    Process process = started(List.of("sh", "-c", "echo \"$1\"; exit 7", "sh", "two words"));
    try (BufferedReader output = process.inputReader()) {
      assertEquals("two words", output.readLine());
      assertEquals(null, output.readLine());
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(7, process.exitValue());
  }

  @Test
  void endsTheProgramWhenThePipeIsClosed() throws Exception {
    Process process = started(SLEEPER);
    ProcessHandle program = programOf(process);
    process.getOutputStream().close();
    program.onExit().get(30, TimeUnit.SECONDS);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(143, process.exitValue());
  }

  @Test
  void endsTheProgramWhenItIsAskedToEnd() throws Exception {
    Process process = started(SLEEPER);
    ProcessHandle program = programOf(process);
    process.destroy();
    program.onExit().get(30, TimeUnit.SECONDS);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertFalse(process.isAlive());
  }

  private static Process started(List<String> command) throws Exception {
    return new ProcessBuilder(TiedCommand.of(command)).redirectErrorStream(true).start();
  }

  private static ProcessHandle programOf(Process process) throws Exception {
    return ProcessHandle.of(Long.parseLong(process.inputReader().readLine())).orElseThrow();
  }
}
