package io.blinktwice.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.MetricsPage;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EveryMetricTest {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");

  /** What names one workload, run or person has as many values as there are of them. */
  private static final Set<String> UNBOUNDED =
      Set.of("fingerprint", "workload", "workspace", "run", "session", "attempt", "pin", "actor");

  /** As many series as one metric may have at worst. */
  private static final int MOST_SERIES = 10_000;

  @Test
  void theReferenceIsWrittenFromTheCode() {
    Golden.inRepository("docs/metrics.md", EveryMetric.reference());
  }

  @Test
  void namesSayWhoseTheyAreAndWhatTheyHold() {
    for (Meter meter : EveryMetric.all()) {
      assertTrue(meter.name().matches("blinktwice_[a-z_]+"), meter.name());
      assertEquals(
          meter.kind() == Meter.Kind.COUNTER, meter.name().endsWith("_total"), meter.name());
      assertTrue(meter.meaning().endsWith("."), meter.name());
    }
    List<String> names = EveryMetric.all().stream().map(Meter::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
  }

  @Test
  void labelsAreBounded() {
    for (Meter meter : EveryMetric.all()) {
      long series = 1;
      for (Label label : meter.labels()) {
        assertTrue(!UNBOUNDED.contains(label.name()), meter.name() + " by " + label.name());
        series *=
            switch (label) {
              case Label.OneOf known -> known.values().size() + 1;
              case Label.AtMost some -> some.limit() + 1;
            };
      }
      assertTrue(series <= MOST_SERIES, meter.name() + " may have " + series + " series");
    }
  }

  @Test
  void whateverIsOnThePageIsInTheCatalogue() throws IOException, InterruptedException {
    assertTrue(EveryMetric.all().size() > 40);
    Set<String> known = new HashSet<>(EveryMetric.all().stream().map(Meter::name).toList());
    Set<String> unknown = new TreeSet<>();
    try (MetricsPort port = MetricsPort.open("127.0.0.1", 0);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> page =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(MetricsPage.CONTENT_TYPE, page.headers().firstValue("Content-Type").orElse(""));
      assertTrue(page.body().contains("blinktwice_jvm_threads "), page.body());
      Matcher declared = TYPE.matcher(page.body());
      while (declared.find()) {
        unknown.add(declared.group(1));
      }
    }
    unknown.removeAll(known);
    assertEquals(Set.of(), unknown);
  }
}
