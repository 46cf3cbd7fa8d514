package io.blinktwice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.app.ExitCode;
import io.blinktwice.bench.measure.Interval;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.measure.Machine;
import io.blinktwice.bench.measure.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter said = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nonsense|there is no benchmark 'nonsense', only hop, pinning, rollout, fleet, startup, cli,"
            + " classifier, signatures, autoscaler, placement",
        "hop --blocks 4|--blocks is between 5 and 100",
        "hop --seconds 0|--seconds is between 1 and 60",
        "pinning --fingerprints 0|--fingerprints is between 1 and",
        "hop --seconds x|'x' is not an int",
        "--json|say which benchmark: hop, pinning, rollout, fleet, startup, cli, classifier,"
            + " signatures, autoscaler, placement"
      })
  void saysInOneLineWhatIsWrong(String arguments, String expected) {
    assertEquals(ExitCode.USAGE, run(arguments));
    assertTrue(said.toString().contains(expected), said::toString);
    assertEquals(1, said.toString().lines().count(), said::toString);
  }

  @Test
  void listExplainsEach() {
    assertEquals(ExitCode.OK, run("--list"));
    assertEquals(10, said.toString().lines().count());
    assertTrue(said.toString().contains("exactly-once"));
  }

  @Test
  void everyJsonLineHasTheForm() throws IOException {
    Interval value = Interval.of(List.of(2.0, 2.1, 2.2));
    for (String line :
        List.of(
            Report.JSON.machine("hop", Machine.thisOne()),
            Report.JSON.line(new Line("hop.bare.p50", "ms", value, null)),
            Report.JSON.line(Line.withBar("startup.ready", "s", value, 12)))) {
      JsonNode node = JSON.readTree(line);
      for (String field : List.of("name", "value", "unit", "baseline", "ratio")) {
        assertTrue(node.has(field), line);
      }
    }
    JsonNode met = JSON.readTree(Report.JSON.line(Line.withBar("startup.ready", "s", value, 12)));
    assertEquals("lower", met.path("verdict").asText());
    assertEquals(12, met.path("baseline").asDouble());
    assertFalse(met.path("ratioHigh").asDouble() > 1);
  }

  private int run(String arguments) {
    PrintWriter writer = new PrintWriter(said, true);
    return BenchCommand.commandLine().setOut(writer).setErr(writer).execute(arguments.split(" "));
  }
}
