package io.blinktwice.pinning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.performance.decision.Finding;
import io.blinktwice.pinning.performance.decision.MeasuredRun;
import io.blinktwice.pinning.performance.decision.Metric;
import io.blinktwice.pinning.performance.decision.PerformancePolicy;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.performance.decision.PerformanceWatch;
import io.blinktwice.pinning.performance.decision.Trial;
import io.blinktwice.testkit.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** What is remembered of figures comes back as it was, and stays small. */
class PerformanceSerdeTest {
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion NEW = new EngineVersion("4.2.0");
  private static final Finding FINDING =
      new Finding(7.5, List.of(new Finding.Grown(Metric.TASK_TIME, 1.6, 7.25, 20, 4)));

  private final Serde<PerformanceRecord> serde = PerformanceSerde.create();

  @Test
  void everyStageComesBack() {
    for (Trial.Stage stage :
        List.of(
            new Trial.Stage.Watching(),
            new Trial.Stage.Confirming(FINDING, List.of(run(new Random(1)))),
            new Trial.Stage.Slower(FINDING))) {
      Trial trial = new Trial(NEW, List.of(run(new Random(2))), stage, 1);
      comesBack(new PerformanceRecord(OLD, "code", List.of(run(new Random(3))), trial));
    }
    comesBack(PerformanceRecord.NONE);
    assertNull(serde.serializer().serialize("t", null));
  }

  @Test
  void whateverRunsItSeesItComesBackWholeAndStaysBelowEightKilobytes() {
    Seeds.each(
        30,
        random -> {
          PerformanceRecord known = PerformanceRecord.NONE;
          for (int run = 0; run < 120; run++) {
            EngineVersion version = run > 40 && random.nextInt(4) > 0 ? NEW : OLD;
            known =
                PerformanceWatch.decide(
                        known,
                        new PerformanceWatch.Observed(version, "code", run(random)),
                        PerformancePolicy.ORDINARY)
                    .next();
          }
          int bytes = comesBack(known);
          assertTrue(bytes < 8 << 10, bytes + " bytes");
        });
  }

  @Test
  void aFormatThatIsNotKnownIsRefused() {
    for (byte[] foreign : List.of(new byte[0], new byte[] {2, 0})) {
      assertThrows(
          SerializationException.class, () -> serde.deserializer().deserialize("t", foreign));
    }
  }

  private int comesBack(PerformanceRecord known) {
    byte[] bytes = serde.serializer().serialize("t", known);
    assertEquals(known, serde.deserializer().deserialize("t", bytes));
    return bytes.length;
  }

  private static MeasuredRun run(Random random) {
    Map<String, Long> figures = new HashMap<>();
    for (Metric metric : Metric.values()) {
      if (random.nextInt(8) > 0) {
        figures.put(metric.figure(), random.nextLong(1L << 40));
      }
    }
    figures.put("taskMillis", random.nextLong(1L << 40));
    figures.put("inputRows", random.nextLong(1L << 40));
    return Objects.requireNonNull(MeasuredRun.of(figures));
  }
}
