package io.blinktwice.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.Reach;
import io.blinktwice.pool.decision.SizeClasses;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolConfigTest {
  @TempDir private Path temp = Path.of("set by JUnit");

  @Test
  void theDefaultsOfThisRepositoryAreInOrder() {
    PoolConfig config =
        config("local", List.of("3.5.7", "4.0.1", "4.1.2", "4.2.0"), 6, Map.of(17, javaHome()));
    assertEquals(List.of(), config.problems());
  }

  @Test
  void allProblemsAreToldTogether() {
    PoolConfig config = config("A B", List.of("3.5.7", "3.5.7", "9.9.9"), 2, Map.of());
    String problems = String.join("\n", config.problems());
    for (String words :
        List.of(
            "at most 2 servers are allowed: take between the number of engines (3)",
            "'A B' cannot name a pool",
            "named twice",
            "engine 3.5.7 needs a JDK 17",
            "engine 9.9.9 has no pinned POM",
            "which JDK engine 9.9.9 needs")) {
      assertTrue(problems.contains(words), words + " not in\n" + problems);
    }
    assertEquals(6, config.problems().size(), problems);
  }

  @Test
  void aPoolWithProblemsDoesNotStartAndSaysThem() {
    PoolConfig config = config("local", List.of(), 1, Map.of());
    InvalidPoolConfig refusal =
        assertThrows(
            InvalidPoolConfig.class,
            () ->
                PoolRole.start(
                    new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1", "x.", Map.of()),
                    config,
                    new RecordingListener()));
    assertTrue(String.valueOf(refusal.getMessage()).contains("no engine version is named"));
  }

  @Test
  void serversAreFoundWhereTheyListen() {
    assertEquals(List.of(), Reach.LOOPBACK.problems());
    assertEquals(List.of(), new Reach("0.0.0.0", "pool-0.pool.spark.svc").problems());
    assertTrue(new Reach("127.0.0.1", "pool-0").problems().getFirst().contains("--listen"));
    assertEquals(1, new Reach("0.0.0.0", "0.0.0.0").problems().size());
    assertEquals(2, new Reach("", "a b").problems().size());
  }

  private PoolConfig config(
      String pool, List<String> engines, int servers, Map<Integer, Path> jdks) {
    return new PoolConfig(
        pool,
        engines.stream().map(EngineVersion::new).toList(),
        new PoolConfig.Bounds(
            SizeClasses.parse("small=512m/1,medium=1g/2", "medium"),
            servers,
            Duration.ofMinutes(5)),
        Reach.LOOPBACK,
        jdks,
        new PoolConfig.Artifacts(
            Path.of("../mvnw"),
            Path.of("../app/pinned/settings.xml"),
            Path.of("engines"),
            temp.resolve("cache")),
        new PoolConfig.Folders(
            temp.resolve("work"), temp.resolve("logs"), temp.resolve("run/pool-secret"), false));
  }

  private static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }
}
