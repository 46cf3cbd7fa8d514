package io.blinktwice.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards ask only for what is measured, and what is measured is on one of them. */
class DashboardsTest {
  private static final String FOLDER = "deploy/grafana/dashboards";

  @Test
  void theFilesAreWrittenFromTheCode() throws IOException {
    for (Dashboard dashboard : Dashboards.all()) {
      Golden.inRepository(FOLDER + "/" + dashboard.id() + ".json", dashboard.json());
    }
    try (Stream<Path> files = Files.list(Golden.root().resolve(FOLDER))) {
      assertEquals(
          Dashboards.all().stream()
              .map(dashboard -> dashboard.id() + ".json")
              .collect(Collectors.toSet()),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void panelsAskOnlyForWhatIsMeasured() {
    for (Dashboard dashboard : Dashboards.all()) {
      for (Dashboard.Query query : dashboard.queries()) {
        assertEquals(
            List.of(), new PromQl(query.expression()).problems(), dashboard.id() + ": " + query);
      }
    }
  }

  @Test
  void everyMetricIsOnAPage() {
    Set<String> shown = new TreeSet<>();
    for (Dashboard dashboard : Dashboards.all()) {
      for (Dashboard.Query query : dashboard.queries()) {
        new PromQl(query.expression())
            .asked()
            .forEach(name -> PromQl.measured(name).ifPresent(meter -> shown.add(meter.name())));
      }
    }
    assertEquals(
        EveryMetric.all().stream().map(Meter::name).collect(Collectors.toCollection(TreeSet::new)),
        shown);
  }

  @Test
  void aNameThatNobodyMeasuresIsFound() {
    assertTrue(
        new PromQl("sum(rate(blinktwice_pins_made[5m]))")
            .problems()
            .contains("nobody measures blinktwice_pins_made"));
    assertEquals(
        List.of("blinktwice_pins_active has no rate: it is a gauge"),
        new PromQl("rate(blinktwice_pins_active[5m])").problems());
    assertEquals(
        List.of("no metric here has all labels of by (role)"),
        new PromQl("sum by (role) (blinktwice_pins_active)").problems());
    assertEquals(
        List.of("origin of blinktwice_pins_active is never alien"),
        new PromQl("blinktwice_pins_active{origin=\"alien\"}").problems());
  }
}
