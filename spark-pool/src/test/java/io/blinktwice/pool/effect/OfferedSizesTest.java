package io.blinktwice.pool.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.events.Pool;
import io.blinktwice.events.PoolSize;
import io.blinktwice.pool.decision.SizeClasses;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferedSizesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SizeClasses SIZES = SizeClasses.parse("small=512m/1,medium=1g/2", "small");

  @Test
  void aPoolThatNobodyDescribedTellsItsSizesAndNothingElse() {
    Pool told = OfferedSizes.with(null, "local", SIZES, NOW);
    assertEquals("", told.getChangedBy());
    assertEquals(
        List.of(
            new PoolSize("small", 1, 512L << 20, 0.0), new PoolSize("medium", 2, 1L << 30, 0.0)),
        told.getSizes());
  }

  @Test
  void whatPeopleWantAndWhatTheyPayStays() {
    Pool wanted =
        Pool.newBuilder()
            .setPool("local")
            .setMaxClusters(7)
            .setSizes(List.of(new PoolSize("medium", 4, 1L << 40, 2.5)))
            .setChangedBy("anna")
            .setChangedAt(NOW)
            .build();
    Pool told = OfferedSizes.with(wanted, "local", SIZES, NOW.plusSeconds(1));
    assertEquals(7, told.getMaxClusters());
    assertEquals("anna", told.getChangedBy());
    assertEquals(new PoolSize("medium", 2, 1L << 30, 2.5), told.getSizes().getLast());
  }
}
