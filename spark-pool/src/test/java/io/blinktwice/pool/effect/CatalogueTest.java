package io.blinktwice.pool.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Release;
import io.blinktwice.events.ReleaseJar;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.runtime.kafka.TopicView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final EngineVersion ENGINE = new EngineVersion("4.2.0");
  private static final EngineVersion FIX = new EngineVersion("4.2.0-fix1");
  private static final LaunchSpec WITH_SETTING =
      new LaunchSpec(FIX, ENGINE, Map.of("spark.sql.ansi.enabled", "false"), List.of("-Da=1"));

  private final Catalogue catalogue = new Catalogue(List.of(ENGINE), new PoolMetrics());
  private final List<LaunchSpec> offered = new ArrayList<>();
  private final List<EngineVersion> retired = new ArrayList<>();

  @Test
  void anEngineThatNobodyDescribedIsLaunchedAsItIs() {
    assertEquals(Optional.of(LaunchSpec.plain(ENGINE)), catalogue.spec(ENGINE));
    assertEquals(Optional.empty(), catalogue.spec(FIX));
  }

  @Test
  void aReleaseIsOfferedAsTheCatalogueHasIt() {
    listen();
    see("4.2.0-fix1", release("4.2.0-fix1", "4.2.0", "spark.sql.ansi.enabled").build());
    assertEquals(List.of(LaunchSpec.plain(ENGINE), WITH_SETTING), offered);
    assertEquals(Optional.of(WITH_SETTING), catalogue.spec(FIX));
  }

  @Test
  void whatWasReadBeforeAnyoneListenedIsOfferedThen() {
    see("4.2.0-fix1", release("4.2.0-fix1", "4.2.0", "spark.sql.ansi.enabled").build());
    listen();
    assertEquals(List.of(LaunchSpec.plain(ENGINE), WITH_SETTING), offered);
  }

  @Test
  void whatCannotBeLaunchedHereIsNotOfferedAndChangesNothing() {
    listen();
    see("4.2.0-fix1", release("4.2.0-fix1", "4.2.0", "spark.sql.ansi.enabled").build());
    offered.clear();
    see("4.2.0-fix1", release("4.2.0-fix1", "9.9.9", "spark.sql.ansi.enabled").build());
    see("4.2.0-fix1", release("4.2.0-fix1", "4.2.0", "spark.master").build());
    see("4.2.0-fix1", release("4.2.0-fix1", "not a version", "spark.a").build());
    see("what is this", release("what is this", "4.2.0", "spark.a").build());
    see(
        "4.2.0-fix1",
        release("4.2.0-fix1", "4.2.0", "spark.a")
            .setJars(List.of(new ReleaseJar("org.example:x:1", "00")))
            .build());
    assertEquals(List.of(), offered);
    assertEquals(Optional.of(WITH_SETTING), catalogue.spec(FIX));
  }

  @Test
  void aRetiredReleaseIsGoneButAnEngineThatThePoolWasToldToRunIsNot() {
    listen();
    see("4.2.0-fix1", release("4.2.0-fix1", "4.2.0", "spark.a").build());
    see("4.2.0-fix1", release("4.2.0-fix1", "4.2.0", "spark.a").setRetired(true).build());
    see("4.2.0", release("4.2.0", "4.2.0", "spark.a").build());
    see("4.2.0", null);
    assertEquals(List.of(FIX), retired);
    assertEquals(Optional.of(LaunchSpec.plain(ENGINE)), catalogue.spec(ENGINE));
  }

  private void listen() {
    catalogue.tell(
        new Catalogue.Reader() {
          @Override
          public Optional<String> offer(LaunchSpec spec) {
            offered.add(spec);
            return Optional.empty();
          }

          @Override
          public void retire(EngineVersion version) {
            retired.add(version);
          }
        });
  }

  private void see(String key, @Nullable Release release) {
    catalogue.on(new TopicView.Record<>(key, release, 0, 0, Instant.EPOCH));
  }

  private static Release.Builder release(String version, String engine, String setting) {
    return Release.newBuilder()
        .setVersion(version)
        .setEngine(engine)
        .setSparkConf(Map.of(setting, "false"))
        .setJvmFlags(List.of("-Da=1"))
        .setRegisteredBy("ada")
        .setRegisteredAt(Instant.EPOCH);
  }
}
