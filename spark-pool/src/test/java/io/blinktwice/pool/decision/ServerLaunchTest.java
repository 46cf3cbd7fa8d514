package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLaunchTest {
  private static final PoolSecret SECRET = new PoolSecret("ab".repeat(32));
  private static final ServerSize SIZE = new ServerSize("odd", 3, 600);

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

  @Test
  void jobsTakeTurnsAndTheSupervisorIsToldOfThem() {
    List<String> flags = launch("4.2.0").jvmFlags();
    assertTrue(
        flags.containsAll(
            List.of(
                "-Dspark.scheduler.mode=FAIR",
                "-Dspark.scheduler.allocation.file=/work/fairscheduler.xml",
                "-Dspark.extraListeners=io.blinktwice.listener.ServerListener")));
    assertEquals("4712", launch("4.2.0").environment().get("BLINKTWICE_REPORTS_PORT"));
    assertEquals("local/x/1", launch("4.2.0").environment().get("BLINKTWICE_CLUSTER"));
  }

  @Test
  void aReleaseAddsItsSettingsAndFlagsToItsEngine() {
    EngineVersion engine = new EngineVersion("3.5.7");
    LaunchSpec fix =
        new LaunchSpec(
            new EngineVersion("3.5.7-fix1"),
            engine,
            Map.of(
                "spark.sql.ansi.enabled",
                "true",
                "spark.sql.legacy.createHiveTableByDefault",
                "true",
                "spark.master",
                "yarn"),
            List.of("-Dx=1"));
    List<String> flags =
        ServerLaunch.of(
                new ServerSpec(fix, SIZE, "local/x/1", "127.0.0.1", 4711, 4712, Path.of("/work")),
                SECRET)
            .jvmFlags();
    assertTrue(flags.contains("-Dspark.sql.ansi.enabled=true"));
    assertTrue(flags.contains("-Dspark.sql.legacy.createHiveTableByDefault=true"));
    assertTrue(flags.contains("-Dx=1"));
    // Refused before; and if it were not, the pool's own would win.
    assertTrue(flags.contains("-Dspark.master=local[3]"));
    assertFalse(fix.toString().contains("yarn"), fix.toString());
  }

  private static ServerLaunch launch(String version) {
    ServerSpec spec =
        new ServerSpec(
            LaunchSpec.plain(new EngineVersion(version)),
            SIZE,
            "local/x/1",
            "127.0.0.1",
            4711,
            4712,
            Path.of("/work"));
    return ServerLaunch.of(spec, SECRET);
  }
}
