package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLaunchTest {
  private static final PoolSecret SECRET = new PoolSecret("ab".repeat(32));

  @ParameterizedTest
  @ValueSource(strings = {"3.5.7", "4.0.1", "4.2.0"})
  void everyServerStaysOnLoopbackBehindTheDoor(String version) {
    List<String> flags = launch(version).jvmFlags();
    assertTrue(
        flags.containsAll(
            List.of(
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.connect.grpc.binding.address=127.0.0.1",
                "-Dspark.connect.grpc.binding.port=4711",
                "-Dspark.connect.grpc.interceptor.classes=io.blinktwice.door.PoolSecretInterceptor",
                "-Dspark.ui.enabled=false")));
  }

  @Test
  void aServerWritesBelowItsOwnFolderOnly() {
    ServerLaunch launch = launch("3.5.7");
    assertTrue(
        launch
            .jvmFlags()
            .containsAll(
                List.of(
                    "-Dspark.local.dir=/work/local",
                    "-Dspark.sql.warehouse.dir=/work/warehouse",
                    "-Djava.io.tmpdir=/work/tmp")));
    assertEquals("/work/local", launch.environment().get("SPARK_LOCAL_DIRS"));
  }

  @Test
  void aServerHasTheMemoryAndCoresItWasGivenAndGoesWhenItHasNoMore() {
    assertTrue(
        launch("3.5.7")
            .jvmFlags()
            .containsAll(
                List.of("-Xmx600m", "-XX:+ExitOnOutOfMemoryError", "-Dspark.master=local[3]")));
  }

  @Test
  void onlyEnginesBeforeFourAreToldNotToWantHive() {
    String flag = "-Dspark.sql.legacy.createHiveTableByDefault=false";
    assertTrue(launch("3.5.7").jvmFlags().contains(flag));
    assertFalse(launch("4.0.0").jvmFlags().contains(flag));
  }

  @Test
  void theSecretIsInTheEnvironmentAndNowhereElse() {
    ServerLaunch launch = launch("4.2.0");
    assertEquals(SECRET.value(), launch.environment().get("BLINKTWICE_POOL_SECRET"));
    assertFalse(String.join(" ", launch.jvmFlags()).contains(SECRET.value()));
    assertFalse((launch + " " + SECRET).contains(SECRET.value()));
  }

  @Test
  void flagsMeantForAnotherJdkDoNotReachTheServer() {
    assertEquals("", launch("3.5.7").environment().get("JDK_JAVA_OPTIONS"));
  }

  @Test
  void everyEngineThatIsKnownRunsOnSeventeen() {
    assertEquals(17, EngineRuntime.jdkFor(new EngineVersion("3.5.7")));
    assertEquals(17, EngineRuntime.jdkFor(new EngineVersion("4.2.0")));
    assertThrows(
        IllegalArgumentException.class, () -> EngineRuntime.jdkFor(new EngineVersion("5.0.0")));
  }

  private static ServerLaunch launch(String version) {
    ServerSpec spec =
        new ServerSpec(new EngineVersion(version), new ServerSize(3, 600), 4711, Path.of("/work"));
    return ServerLaunch.of(spec, SECRET);
  }
}
