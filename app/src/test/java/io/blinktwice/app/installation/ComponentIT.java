package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.process.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components with real processes. */
class ComponentIT {
  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir Path temp;
  private final Queue<Happening> happenings = new ConcurrentLinkedQueue<>();

  /** Sleeps until it is told to end. */
  public static final class Sleeper {
    public static void main(String[] arguments) throws InterruptedException {
      if (arguments.length > 0) {
        System.exit(Integer.parseInt(arguments[0]));
      }
      System.out.println("awake");
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  @Test
  void startsAgainAfterAKill() throws Exception {
    try (Component component = started(List.of())) {
      component.awaitReady(BOUND);
      Long first = component.pid();
      component.kill();
      component.awaitReady(BOUND);
      assertNotEquals(first, component.pid());
      assertTrue(
          happenings.stream()
              .anyMatch(seen -> seen instanceof Happening.Ended ended && ended.exitCode() == 137));
    }
  }

  @Test
  void isGivenUpAfterTooManyEnds() throws Exception {
    try (Component component = started(List.of())) {
      for (int kill = 0; kill <= 5; kill++) {
        component.awaitReady(BOUND);
        component.kill();
      }
      InstallationFailed end =
          assertThrows(InstallationFailed.class, () -> component.awaitReady(BOUND));
      assertTrue(String.valueOf(end.getMessage()).contains("ended 6 times"), end::getMessage);
    }
  }

  @Test
  void isGivenUpAtOnceWhenItNeverWorked() throws Exception {
    try (Component component = started(List.of("7"))) {
      InstallationFailed end =
          assertThrows(InstallationFailed.class, () -> component.awaitReady(BOUND));
      assertTrue(String.valueOf(end.getMessage()).contains("exit code 7"), end::getMessage);
    }
  }

  @Test
  void saysWhatItWaitedForWhenItIsGivenUp() throws Exception {
    Blueprint.Probe never =
        new Blueprint.Probe() {
          @Override
          public boolean succeeds() {
            return false;
          }

          @Override
          public Optional<String> missing() {
            return Optional.of("it waits for the moon");
          }
        };
    Blueprint blueprint = new Blueprint(command(List.of()), never, Duration.ofSeconds(1));
    try (Component component = new Component(blueprint, happenings::add)) {
      component.start();
      InstallationFailed end =
          assertThrows(InstallationFailed.class, () -> component.awaitReady(BOUND));
      assertTrue(String.valueOf(end.getMessage()).contains("waits for the moon"), end::getMessage);
    }
  }

  @Test
  void isGivenUpWhenItsProbeIsBroken() throws Exception {
    JavaCommand command = command(List.of());
    Blueprint blueprint =
        new Blueprint(
            command,
            () -> {
              throw new IllegalStateException("no such address");
            },
            BOUND);
    try (Component component = new Component(blueprint, happenings::add)) {
      component.start();
      InstallationFailed end =
          assertThrows(InstallationFailed.class, () -> component.awaitReady(BOUND));
      assertTrue(String.valueOf(end.getMessage()).contains("no such address"), end::getMessage);
      assertNull(component.pid());
    }
  }

  @Test
  void staysDownOnceRetired() throws Exception {
    try (Component component = started(List.of())) {
      component.awaitReady(BOUND);
      Long pid = component.pid();
      component.retire();
      component.close();
      Awaitility.await().atMost(BOUND).untilAsserted(() -> assertNull(component.pid()));
      assertEquals(
          false, ProcessHandle.of(pid == null ? 0 : pid).map(ProcessHandle::isAlive).orElse(false));
      assertTrue(happenings.stream().noneMatch(Happening.Ended.class::isInstance));
    }
  }

  private JavaCommand command(List<String> arguments) {
    return new JavaCommand(
        "sleeper",
        Path.of(System.getProperty("java.home")),
        List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(
            Path.of("target/test-classes").toAbsolutePath(),
            Path.of("target/lib/*").toAbsolutePath()),
        Sleeper.class.getName(),
        arguments,
        Map.of(),
        temp,
        temp.resolve("sleeper.log"));
  }

  private Component started(List<String> arguments) {
    JavaCommand command = command(arguments);
    Component component =
        new Component(
            new Blueprint(command, () -> Files.readString(command.log()).contains("awake"), BOUND),
            happenings::add);
    component.start();
    return component;
  }
}
