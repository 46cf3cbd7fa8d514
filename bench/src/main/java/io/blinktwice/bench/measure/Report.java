package io.blinktwice.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.bench.measure.Line.Against;
import java.util.Map;

/** Writes lines down, as JSON for programs or as a table for people. */
public enum Report {
  JSON {
    @Override
    public String machine(String bench, Machine machine) {
      ObjectNode node = MAPPER.createObjectNode();
      node.put("name", bench + ".machine");
      node.put("value", Runtime.getRuntime().availableProcessors()).put("unit", "cores");
      node.putNull("baseline").putNull("ratio");
      ObjectNode facts = node.putObject("machine");
      machine.facts().forEach(facts::put);
      return node.toString();
    }

    @Override
    public String line(Line line) {
      ObjectNode node = MAPPER.createObjectNode();
      node.put("name", line.name()).put("value", line.value().mean()).put("unit", line.unit());
      Against against = line.against();
      if (against == null) {
        node.putNull("baseline").putNull("ratio");
      } else {
        node.put("baseline", against.baseline()).put("ratio", against.ratio().mean());
      }
      node.put("low", line.value().low()).put("high", line.value().high());
      if (against != null) {
        node.put("against", against.what());
        node.put("ratioLow", against.ratio().low()).put("ratioHigh", against.ratio().high());
        if (against.bar() != null) {
          node.put("bar", against.bar().ratio());
        }
        node.put("verdict", against.verdict());
      }
      return node.toString();
    }
  },

  TABLE {
    @Override
    public String machine(String bench, Machine machine) {
      StringBuilder text = new StringBuilder(bench).append(", measured on");
      for (Map.Entry<String, String> fact : machine.facts().entrySet()) {
        text.append("%n  %-8s %s".formatted(fact.getKey(), fact.getValue()));
      }
      return text.append("%nIntervals are of 95 %%.".formatted()).toString();
    }

    @Override
    public String line(Line line) {
      String own =
          "%-42s %12.3f %-9s [%.3f .. %.3f]"
              .formatted(
                  line.name(),
                  line.value().mean(),
                  line.unit(),
                  line.value().low(),
                  line.value().high());
      Against against = line.against();
      return against == null
          ? own
          : "%-92s %.3f x %s (%.3f) [%.3f .. %.3f] %s"
              .formatted(
                  own,
                  against.ratio().mean(),
                  against.what(),
                  against.baseline(),
                  against.ratio().low(),
                  against.ratio().high(),
                  verdict(against));
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public abstract String machine(String bench, Machine machine);

  public abstract String line(Line line);

  private static String verdict(Against against) {
    return against.bar() == null
        ? against.verdict()
        : "%s (bar %.1f)".formatted(against.verdict(), against.bar().ratio());
  }
}
