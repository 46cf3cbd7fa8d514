package io.blinktwice.autoscaler.vertical.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerticalTest {
  private static final double GB = 1L << 30;
  private static final double[] SIZES = {8 * GB, 16 * GB, 32 * GB, 64 * GB};

  @Test
  void memoryFollowsTheInput() {
    List<MeasuredPeak> runs = new ArrayList<>();
    for (int run = 1; run <= 20; run++) {
      runs.add(new MeasuredPeak(run * GB, run * GB, false));
    }
    assertEquals(0, MemoryAdvisor.choose(runs, 5 * GB, SIZES).place());
    assertEquals(2, MemoryAdvisor.choose(runs, 28 * GB, SIZES).place());
  }

  @Test
  void withLittleHistoryTheSimpleRuleDecides() {
    List<MeasuredPeak> runs = List.of(new MeasuredPeak(0, 15 * GB, false));
    MemoryAdvisor.Advised advised = MemoryAdvisor.choose(runs, 0, SIZES);
    assertEquals(2, advised.place());
    assertFalse(advised.learned());
  }

  @Test
  void whatRanOutOfMemoryStartsOnTheNextSizeTheNextTime() {
    List<MeasuredPeak> runs = new ArrayList<>();
    runs.add(new MeasuredPeak(0, 8 * GB, true));
    for (int run = 0; run < 20; run++) {
      runs.add(new MeasuredPeak(0, 2 * GB, false));
    }
    assertTrue(MemoryAdvisor.choose(runs, 0, SIZES).place() >= 1);
  }

  @Test
  void theCurveIsFittedAboveTheMemoryCliff() {
    // Medians of a sort on 2, 4, 6 and 8 nodes (research: autoscaler §B6); two nodes spill.
    PriceCurve curve =
        PriceCurve.of(
                List.of(
                    new PriceCurve.Run(2, 700, false),
                    new PriceCurve.Run(4, 302, false),
                    new PriceCurve.Run(6, 242, false)))
            .orElseThrow();
    assertEquals(4, curve.cliff());
    assertEquals(220, curve.seconds(8), 12);
    assertEquals(4, curve.cheapest(List.of(2, 4, 6, 8), 400));
    assertEquals(6, curve.cheapest(List.of(2, 4, 6, 8), 250));
  }

  @Test
  void growthBetweenVersionsIsSeenBesideTheInput() {
    List<MeasuredPeak> older = new ArrayList<>();
    List<MeasuredPeak> newer = new ArrayList<>();
    for (int run = 1; run <= 20; run++) {
      older.add(new MeasuredPeak(run * GB, run * GB * (1 + 0.02 * (run % 3)), false));
      newer.add(new MeasuredPeak(2 * run * GB, 2.6 * run * GB, false));
    }
    VersionGrowth growth = VersionGrowth.of(older, newer).orElseThrow();
    assertEquals(1.3, growth.ratio(), 0.1);
    assertTrue(growth.low() > 1.1);
  }
}
