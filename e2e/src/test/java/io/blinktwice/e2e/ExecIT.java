package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.e2e.Terminal.Seen;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cron job's {@code spark-submit} under {@code exec}: real Spark of two versions, no gateway. */
@Tag("slow") // Two real Sparks start: './blinktwice test -Dslow.tests=none' runs it, too.
class ExecIT {
  private static final String JOB =
      """
      import org.apache.spark.sql.SparkSession;

      public final class CastJob {
        public static void main(String[] arguments) {
          try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
            System.out.println("cast: " + spark.sql("SELECT CAST('x' AS INT)").first().get(0));
          }
        }
      }
      """;

  @TempDir private static Path folder;
  private static RolledOut installed;

  @BeforeAll
  static void start() throws Exception {
    installed = RolledOut.in(folder.resolve("installation"));
    for (EngineVersion version : List.of(Workshop.STABLE, Workshop.RELEASE)) {
      sparkHome(version);
    }
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "--release",
                "17",
                "-cp",
                classPath(jars(Workshop.STABLE)),
                "-d",
                folder.toString(),
                Files.writeString(folder.resolve("CastJob.java"), JOB).toString());
    assertEquals(0, compiled);
    assertEquals(
        0,
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
                "--create",
                "--file",
                folder.resolve("job.jar").toString(),
                "-C",
                folder.toString(),
                "CastJob.class")
            .inheritIO()
            .start()
            .waitFor());
  }

  @AfterAll
  static void stop() {
    installed.close();
  }

  private static Path jars(EngineVersion version) throws IOException {
    ProgramHome home = ProgramHome.ofThisProcess();
    InstallationPlan plan =
        Workshop.plan(folder.resolve("unused"), installed.kafka().backbone(), version);
    return new PinnedArtifacts(home.maven(), plan.cache())
        .fetch(home.engine(version), Progress.SILENT);
  }

  /** The compiler takes no wildcard where it is called and not started. */
  private static String classPath(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }

  /** What a Spark distribution has, as far as a job is started with it. */
  private static void sparkHome(EngineVersion version) throws IOException {
    Path java = ProgramHome.ofThisProcess().jdk(17).orElseThrow().resolve("bin/java");
    Path script =
        Files.createDirectories(folder.resolve("spark-" + version + "/bin"))
            .resolve("spark-submit");
    String opens =
        "--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
            + " --add-opens=java.base/java.util=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang.invoke=ALL-UNNAMED"
            + " --add-opens=java.base/sun.util.calendar=ALL-UNNAMED";
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' -Xmx512m %s -Dspark.ui.enabled=false -Dspark.driver.host=127.0.0.1 -cp '%s/*' org.apache.spark.deploy.SparkSubmit \"$@\"\n"
            .formatted(java, opens, jars(version)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aJobThatTheReleaseBreaksSucceedsOnTheVersionBeforeAndIsPinnedThere() throws Exception {
    for (int run = 0; run < 3; run++) {
      tell("before-" + run, "started");
      tell("before-" + run, "succeeded");
    }
    Seen rescued = exec("r1");
    assertEquals(0, rescued.exit(), rescued.text());
    assertTrue(rescued.text().contains("attempt 1 on 4.2.0"), rescued.text());
    assertTrue(rescued.text().contains("CAST_INVALID_INPUT"), rescued.text());
    assertTrue(rescued.text().contains("verdict: retry last good"), rescued.text());
    assertTrue(rescued.text().contains("attempt 2 on 3.5.7"), rescued.text());
    assertTrue(rescued.text().contains("cast: null"), rescued.text());
    Api.Answer pin =
        installed.api().await("/v1/workloads/daily-etl/pin", answer -> answer.status() == 200);
    assertEquals("3.5.7", pin.body().path("version").asText());
    assertEquals("CAST_INVALID_INPUT", pin.body().path("evidence").path("condition").asText());

    Seen next = exec("r2");
    assertEquals(0, next.exit(), next.text());
    assertTrue(next.text().contains("attempt 1 on 3.5.7"), next.text());
  }

  private static void tell(String run, String kind) throws Exception {
    Api.Answer told =
        installed
            .api()
            .call(
                "POST",
                "/v1/run-events",
                "{\"workload\": \"daily-etl\", \"run\": \"%s\", \"kind\": \"%s\", \"version\": \"3.5.7\"}"
                    .formatted(run, kind));
    assertEquals(202, told.status(), told.body().toString());
  }

  private static Seen exec(String run) throws Exception {
    Process process =
        Workshop.program(
                "exec",
                "--workload=daily-etl",
                "--run=" + run,
                "--idempotent",
                "--spark-home=" + folder + "/spark-{version}",
                "--api=" + installed.installation().addresses().http(),
                "--",
                "spark-submit",
                "--class",
                "CastJob",
                folder.resolve("job.jar").toString())
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Seen(process.waitFor(), text);
  }
}
