package io.blinktwice.lifeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

public class LifelineTest {
  private static final String READY = "ready";

  /** Says that it is there, then waits for ever. */
  public static final class Endless {
    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(READY + arguments.length);
      new CountDownLatch(1).await();
    }
  }

  /** Ends in an error of its own. */
  public static final class Broken {
    public static void main(String[] arguments) {
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void endsWhenTheParentLetsGoOfThePipe() throws Exception {
    Process child = child(Endless.class);
    try {
      assertEquals(READY + "2", firstLine(child));
      assertTrue(child.isAlive());
      child.getOutputStream().close();
      assertTrue(child.waitFor(30, TimeUnit.SECONDS), "it lives on without its parent");
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void leavesCtrlCToTheParent() throws Exception {
    Process child = child(Endless.class);
    try {
      assertEquals(READY + "2", firstLine(child));
      int sent = new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
      assertEquals(0, sent);
      // The signal was delivered before the pipe ends; had it ended the child, the code would tell.
      child.getOutputStream().close();
      assertTrue(child.waitFor(30, TimeUnit.SECONDS), "it lives on without its parent");
      assertEquals(0, child.exitValue());
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void endsInTheErrorOfWhatItStarted() throws Exception {
    Process child = child(Broken.class);
    assertTrue(child.waitFor(30, TimeUnit.SECONDS));
    assertEquals(1, child.exitValue());
    assertTrue(
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .contains("on purpose"));
  }

  private static Process child(Class<?> main) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            Lifeline.class.getName(),
            main.getName(),
            "one",
            "two")
        .redirectErrorStream(true)
        .start();
  }

  private static String firstLine(Process child) throws IOException {
    return String.valueOf(
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))
            .readLine());
  }
}
