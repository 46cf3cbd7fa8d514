package io.blinktwice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchRulesTest {
  @Test
  void whatAFixOrdinarilySaysIsFine() {
    assertEquals(
        List.of(),
        LaunchRules.problems(
            Map.of(
                "spark.sql.ansi.enabled",
                "false",
                "spark.sql.session.timeZone",
                "Europe/Berlin",
                "spark.hadoop.fs.s3a.endpoint",
                "https://s3.example.org/a b"),
            List.of(
                "-Xss4m",
                "-Dfile.encoding=UTF-8",
                "-XX:+UseStringDeduplication",
                "-XX:MaxMetaspaceSize=256m",
                "--add-opens=java.base/java.net=ALL-UNNAMED")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.master",
        "spark.connect.grpc.interceptor.classes",
        "spark.connect.grpc.binding.address",
        "spark.ui.enabled",
        "spark.extraListeners",
        "spark.local.dir",
        "password",
        "spark.a b",
        "spark.a=b",
        ""
      })
  void theSettingIsNotTheReleases(String setting) {
    assertEquals(1, LaunchRules.problems(Map.of(setting, "x"), List.of()).size(), setting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx8g",
        "-XX:OnOutOfMemoryError=rm",
        "-XX:-ExitOnOutOfMemoryError",
        "-Dspark.master=local[64]",
        "-javaagent:/tmp/x.jar",
        "-agentlib:jdwp=transport=dt_socket",
        "-cp",
        "-jar",
        "@/tmp/flags",
        "org.example.Main",
        "-D a=1",
        "-Da=1\n-Xmx8g",
        ""
      })
  void theFlagIsNotTheReleases(String flag) {
    assertEquals(1, LaunchRules.problems(Map.of(), List.of(flag)).size(), flag);
  }

  @Test
  void noValueIsEverSaid() {
    String said =
        LaunchRules.problems(
                Map.of("spark.master", "hunter2", "spark.a", "hunter2\u0000"),
                List.of("-Dspark.password=hunter2", "-Da=hunter2 x"))
            .toString();
    assertFalse(said.contains("hunter2"), said);
    assertTrue(said.contains("spark.master") && said.contains("-Dspark.password"), said);
  }

  @Test
  void thereIsAnEnd() {
    assertEquals(1, LaunchRules.problems(Map.of(), Collections.nCopies(201, "-Da")).size());
    assertEquals(1, LaunchRules.problems(Map.of("spark.a", "x".repeat(10_001)), List.of()).size());
  }
}
