package io.blinktwice.router.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.harness.FakeResolve;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resolve over real HTTP, with a clock that the test steps. */
class ResolveClientTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  @TempDir private Path folder;
  private Path key;
  private FakeResolve resolve;
  private ResolveClient client;

  @BeforeEach
  void start() throws Exception {
    key = folder.resolve("key");
    resolve = new FakeResolve();
    client =
        new ResolveClient(
            resolve.url(), new EngineVersion("3.4.1"), new SecretInFile(key), nanos::get);
  }

  @AfterEach
  void stop() {
    client.close();
    resolve.close();
  }

  @Test
  void signsInAsSoonAsThereIsAKey() throws Exception {
    resolve.says("4.2.0");
    versionOf(1);
    Files.writeString(key, "bt_secret\n");
    versionOf(1);
    assertEquals(List.of("", "Bearer bt_secret"), resolve.credentials);
  }

  @Test
  void theLastAnswerHoldsForAsLongAsItSaid() {
    resolve.says("4.2.0");
    versionOf(1);
    resolve.fails(503);
    pass(Duration.ofSeconds(29));
    assertEquals("4.2.0", versionOf(1).version().value());
    assertTrue(versionOf(1).fallback());
    pass(Duration.ofSeconds(1));
    VersionChoice late = versionOf(1);
    assertEquals("3.5.7", late.version().value());
    assertTrue(late.fallback());
  }

  @Test
  void aSecondAttemptDoesNotGetWhatTheFirstOneFailedOn() {
    resolve.says("4.2.0");
    versionOf(1);
    resolve.fails(503);
    assertEquals("3.5.7", versionOf(2).version().value());
  }

  @Test
  void whoNeverHeardOfResolveUsesWhatIsConfigured() {
    resolve.fails(503);
    assertEquals("3.4.1", versionOf(1).version().value());
    assertEquals("3.4.1", versionOf(2).version().value());
  }

  @Test
  void theOwnerOfTheWorkloadIsAskedWithTheSameWords() throws Exception {
    try (FakeResolve owner = new FakeResolve()) {
      owner.says("4.2.0");
      resolve.sendsTo(owner.url());
      VersionChoice choice = versionOf(1);
      assertEquals("4.2.0", choice.version().value());
      assertFalse(choice.fallback());
      assertEquals(resolve.asked, owner.asked);
      assertTrue(owner.asked.getFirst().contains("\"etl\""), owner.asked::toString);
    }
  }

  @Test
  void onlyAFreshAnswerVouchesForANewAttempt() {
    resolve.says("4.2.0");
    assertTrue(versionOf(1).firstSeenHere());
    resolve.hasSeenTheAttemptStart("4.2.0");
    assertFalse(versionOf(1).firstSeenHere());
    resolve.fails(503);
    assertFalse(versionOf(1).firstSeenHere());
  }

  @Test
  void whatSuitsNoVersionIsRefusedAndNotRunAllTheSame() {
    CallIdentity call = FakeResolve.identity("etl", 1, "py312-4");
    resolve.refuses("retired-environment", "environment 'py312-4' is retired: use py313-5");
    EnvironmentRefused refused =
        assertThrows(EnvironmentRefused.class, () -> client.versionOf(call));
    assertEquals("environment 'py312-4' is retired: use py313-5", refused.sentence());
    assertTrue(
        resolve.asked.getLast().contains("\"environment\":\"py312-4\""), resolve.asked::toString);
  }

  @Test
  void aFleetWithoutAVersionIsNoFaultOfAnEnvironment() {
    resolve.refuses("no-stable-version", "no release was promoted yet");
    VersionChoice choice = client.versionOf(FakeResolve.identity("etl", 1, "py312-4"));
    assertEquals("3.4.1", choice.version().value());
    assertTrue(choice.fallback());
  }

  private VersionChoice versionOf(int attempt) {
    return client.versionOf(FakeResolve.identity("etl", attempt, null));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
