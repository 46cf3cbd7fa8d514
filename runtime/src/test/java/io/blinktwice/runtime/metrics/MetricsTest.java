package io.blinktwice.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private enum Colour {
    RED,
    GREEN
  }

  @Test
  void countsUnderTheValuesThatWereDeclared() {
    Count count =
        Count.of(
            Meter.counter(
                "blinktwice_test_a_total", "things", "A.", Label.of("colour", Colour.class)));
    count.increment("red");
    count.increment("red");
    count.increment("blue");
    assertTrue(page().contains("blinktwice_test_a_total{colour=\"red\"} 2.0\n"), page());
    assertTrue(page().contains("blinktwice_test_a_total{colour=\"other\"} 1.0\n"), page());
  }

  @Test
  void whatMayHappenIsCountedFromTheBeginning() {
    Label size = Label.of("size", "large", "small");
    Count.of(
        Meter.counter(
            "blinktwice_test_h_total", "things", "H.", Label.of("colour", Colour.class), size));
    Count.of(
        Meter.counter("blinktwice_test_i_total", "things", "I.", size, Label.atMost(5, "n", "n")));
    assertTrue(
        page().contains("blinktwice_test_h_total{colour=\"green\",size=\"small\"} 0.0\n"), page());
    assertFalse(page().contains("blinktwice_test_i_total{"), page());
  }

  @Test
  void neverHasMoreSeriesThanTheLabelsBound() {
    Count count =
        Count.of(
            Meter.counter("blinktwice_test_b_total", "things", "B.", Label.atMost(5, "name", "n")));
    IntStream.range(0, 10_000).parallel().forEach(i -> count.increment("run-" + i));
    List<String> series =
        page().lines().filter(line -> line.startsWith("blinktwice_test_b_total{")).toList();
    assertEquals(6, series.size(), series.toString());
    assertEquals(9_995, count.value(Label.OTHER));
  }

  @Test
  void refusesTheWrongNumberOfLabels() {
    Count count = Count.of(Meter.counter("blinktwice_test_c_total", "things", "C."));
    assertThrows(IllegalArgumentException.class, () -> count.increment("too", "many"));
  }

  @Test
  void addsUpSourcesAndForgetsThoseThatEnded() {
    Reading reading =
        Reading.of(Meter.gauge("blinktwice_test_d", "things", "D.", Label.of("side", "l", "r")));
    Reading.Registration one = reading.from(samples -> samples.add(2, "l"));
    var _ = reading.from(samples -> samples.add(3, "l"));
    assertTrue(page().contains("blinktwice_test_d{side=\"l\"} 5.0\n"), page());
    one.close();
    assertTrue(page().contains("blinktwice_test_d{side=\"l\"} 3.0\n"), page());
  }

  @Test
  void aSourceThatFailsCostsOnlyItsOwnValue() {
    var _ =
        Reading.of(Meter.gauge("blinktwice_test_e", "things", "E."))
            .from(
                samples -> {
                  throw new IllegalStateException("closed");
                });
    Count.of(Meter.counter("blinktwice_test_f_total", "things", "F.")).increment();
    assertFalse(page().contains("blinktwice_test_e "));
    assertTrue(page().contains("blinktwice_test_f_total 1.0\n"));
  }

  @Test
  void clocksThatDisagreeMakeNoNegativeDuration() {
    Distribution took = Distribution.of(Meter.histogram("blinktwice_test_g_seconds", "G."));
    took.observe(Duration.ofSeconds(-5));
    took.observe(Duration.ofMillis(30));
    assertTrue(page().contains("blinktwice_test_g_seconds_bucket{le=\"0.001\"} 1\n"), page());
    assertTrue(page().contains("blinktwice_test_g_seconds_bucket{le=\"0.05\"} 2\n"), page());
  }

  @Test
  void knowsTheRoleOfAClientWhateverItsProcessIsCalled() {
    String process = "-0a1b2c3d-1111-2222-3333-444444444444-StreamThread-1-consumer";
    assertEquals("pinning", KafkaMetrics.roleOf("blinktwice.pinning" + process));
    assertEquals("pinning", KafkaMetrics.roleOf("team.a.pinning" + process));
    assertEquals("router", KafkaMetrics.roleOf("router-publisher"));
    assertEquals("api", KafkaMetrics.roleOf("blinktwice/api-publisher"));
    assertEquals("views", KafkaMetrics.roleOf("consumer-null-3"));
  }

  @Test
  void leavesOutConsumersThatReadChangelogsOnly() {
    String process = "blinktwice.pinning-0a1b2c3d-1111-2222-3333-444444444444-StreamThread-1";
    assertTrue(KafkaMetrics.rests(process + "-restore-consumer"));
    assertTrue(KafkaMetrics.rests(KafkaMetrics.CATCHING_UP + 1));
    assertFalse(KafkaMetrics.rests(process + "-consumer"));
    assertFalse(KafkaMetrics.rests(process));
  }

  @Test
  void measuresTheProcessItself() {
    JvmMetrics.register();
    JvmMetrics.register();
    assertEquals(
        1, page().lines().filter(line -> line.startsWith("blinktwice_jvm_threads ")).count());
    assertTrue(page().contains("blinktwice_jvm_memory_used_bytes{area=\"heap\"} "));
  }

  private static String page() {
    return MetricsPage.text();
  }
}
