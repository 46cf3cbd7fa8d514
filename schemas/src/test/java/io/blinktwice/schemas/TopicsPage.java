package io.blinktwice.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** The catalogue as a page for people. */
final class TopicsPage {
  private final StringBuilder page = new StringBuilder();
  private final Map<String, Schema> shared = new TreeMap<>();

  private TopicsPage() {}

  static String text() {
    TopicsPage page = new TopicsPage();
    page.catalogue();
    Topics.ALL.forEach(page::topic);
    page.line("## Types inside records").line("");
    page.shared.values().forEach(page::type);
    return page.page.toString().stripTrailing() + "\n";
  }

  private void catalogue() {
    line("# Topics").line("");
    line("Generated from `schemas/`; a test fails when this page is not what the code says.");
    line("Every name is preceded by the installation's prefix, such as `blinktwice.`. Keys are");
    line("texts, values Avro in Confluent's framing. *configured* partitions are as many as the");
    line("installation is set up with; one partition means one order for all records.").line("");
    line("| topic | key | partitions | clean-up | kept | written by | read by | for |");
    line("|---|---|---|---|---|---|---|---|");
    for (Topic<?> topic : Topics.ALL) {
      line(
          "| [%s](#%s) | %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  topic.name(),
                  topic.name(),
                  topic.key(),
                  topic.spread() == Topic.Spread.TOTAL_ORDER ? "1" : "configured",
                  topic.settings().get("cleanup.policy"),
                  kept(topic.settings()),
                  topic.owner(),
                  String.join(", ", topic.readers()),
                  topic.purpose()));
    }
    line("");
  }

  private static String kept(Map<String, String> settings) {
    String kept = settings.getOrDefault("retention.ms", settings.get("min.compaction.lag.ms"));
    return kept == null ? "newest of each key" : period(kept);
  }

  private static String period(String millis) {
    Duration time = Duration.ofMillis(Long.parseLong(millis));
    return time.toDays() > 0 ? time.toDays() + " d" : time.toHours() + " h";
  }

  private void topic(Topic<?> topic) {
    line("## " + topic.name()).line("").line(topic.schema().getDoc());
    line("");
    line(
        topic.settings().entrySet().stream()
            .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
            .collect(Collectors.joining(" ", "Settings: ", "")));
    line("");
    fields(topic.schema());
    Types.in(topic.schema()).values().stream()
        .filter(type -> !type.equals(topic.schema()))
        .forEach(type -> shared.put(type.getName(), type));
  }

  private void type(Schema type) {
    line("### " + type.getName()).line("").line(type.getDoc()).line("");
    if (type.getType() == Schema.Type.ENUM) {
      line(
          type.getEnumSymbols().stream()
              .map(symbol -> "`" + symbol + "`")
              .collect(Collectors.joining(" ")));
      line("");
    } else {
      fields(type);
    }
  }

  private void fields(Schema record) {
    line("| field | type | |").line("|---|---|---|");
    for (Schema.Field field : record.getFields()) {
      line("| `%s` | %s | %s |".formatted(field.name(), named(field.schema()), field.doc()));
    }
    line("");
  }

  private static String named(Schema type) {
    return switch (type.getType()) {
      case UNION -> named(type.getTypes().get(1)) + "?";
      case ARRAY -> "list of " + named(type.getElementType());
      case MAP -> "map of " + named(type.getValueType());
      case RECORD, ENUM -> type.getName();
      default -> type.getLogicalType() == null ? type.getName() : "time";
    };
  }

  private TopicsPage line(String text) {
    page.append(text).append('\n');
    return this;
  }
}
