package io.blinktwice.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.classifier.decision.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes examples from the error catalogue inside a Spark jar: its own message templates with values
 * filled in. The class of the SQLSTATE is a weak label.
 */
final class Catalogue {
  static final String GENERATOR = "catalogue";
  private static final double WEAK = 0.3;
  private static final List<String> FILES =
      List.of("error/error-conditions.json", "error/error-classes.json");
  private static final Pattern SLOT = Pattern.compile("<([A-Za-z0-9_]{1,60})>");
  private static final Set<String> USERS =
      Set.of(
          "07", "0A", "21", "22", "23", "2B", "3F", "42", "46", "51", "54", "F0", "HY", "P0", "38",
          "39", "40");

  private record Template(String condition, String sqlState, String message) {}

  private final String version;
  private final RandomGenerator random;

  private Catalogue(String version, RandomGenerator random) {
    this.version = version;
    this.random = random;
  }

  static List<Example> examples(Path jar, String version, long seed) throws IOException {
    Catalogue catalogue = new Catalogue(version, new SplittableRandom(seed));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String name : FILES) {
        ZipEntry entry = zip.getEntry(name);
        if (entry != null) {
          try (InputStream in = zip.getInputStream(entry)) {
            return catalogue.of(new ObjectMapper().readTree(in));
          }
        }
      }
    }
    throw new IOException(jar + " holds no error catalogue");
  }

  private List<Example> of(JsonNode conditions) {
    List<Example> examples = new ArrayList<>();
    for (var entry : conditions.properties()) {
      String state = entry.getValue().path("sqlState").asText("");
      if (entry.getKey().startsWith("_LEGACY") || state.isEmpty()) {
        continue;
      }
      String message = joined(entry.getValue());
      add(examples, new Template(entry.getKey(), state, message));
      for (var sub : entry.getValue().path("subClass").properties()) {
        String whole = message + " " + joined(sub.getValue());
        add(examples, new Template(entry.getKey() + "." + sub.getKey(), state, whole));
      }
    }
    return examples;
  }

  private static String joined(JsonNode condition) {
    List<String> lines = new ArrayList<>();
    condition.path("message").forEach(line -> lines.add(line.asText()));
    return String.join(" ", lines);
  }

  private void add(List<Example> examples, Template template) {
    Category category = category(template);
    if (category != null) {
      examples.add(
          new Example(
              GENERATOR,
              GENERATOR + "-" + template.condition(),
              version,
              text(template),
              category,
              template.sqlState().equals("53200") || template.sqlState().startsWith("82"),
              team(template.condition()),
              WEAK));
    }
  }

  private String text(Template template) {
    String exception =
        template.sqlState().startsWith("42")
            ? "org.apache.spark.sql.AnalysisException: "
            : "org.apache.spark.SparkException: ";
    String state = version.startsWith("3.") ? "" : " SQLSTATE: " + template.sqlState();
    return (random.nextInt(3) == 0 ? "" : exception)
        + "["
        + template.condition()
        + "] "
        + filled(template.message())
        + state;
  }

  private String filled(String message) {
    Matcher slots = SLOT.matcher(message);
    StringBuilder filled = new StringBuilder();
    while (slots.find()) {
      String value =
          Vocabulary.value(
              Vocabulary.pick(List.of("col", "table", "n", "word", "type", "val"), random), random);
      slots.appendReplacement(filled, Matcher.quoteReplacement("`" + value + "`"));
    }
    return slots.appendTail(filled).toString();
  }

  private static @Nullable Category category(Template template) {
    String kind = template.sqlState().substring(0, 2);
    if (kind.equals("XX")) {
      return Category.SYSTEM;
    }
    return USERS.contains(kind) ? Category.USER : null;
  }

  /** By the words of a condition's name; most of them are about statements. */
  private static String team(String condition) {
    record Desk(Pattern words, String team) {}
    List<Desk> desks =
        List.of(
            new Desk(Pattern.compile("CONNECT|SESSION|HANDLE|THRIFT|CURSOR_"), "connect-client"),
            new Desk(
                Pattern.compile(
                    "STREAM|STATE_STORE|STATE_|CHECKPOINT|KAFKA|WATERMARK|OFFSET|TRANSFORM_WITH|CDC|_SDP|PIPELINE"),
                "streaming"),
            new Desk(Pattern.compile("PYTHON|PANDAS|UDTF|ARROW|PYSPARK|PICKL"), "python-udf"),
            new Desk(Pattern.compile("SHUFFLE|BROADCAST|CHECKSUM"), "shuffle-network"),
            new Desk(
                Pattern.compile("CODEGEN|MEMORY|OUT_OF_MEM|COLLECTION_SIZE|GROW"),
                "codegen-execution"),
            new Desk(
                Pattern.compile(
                    "JDBC|FILE|PARQUET|AVRO|ORC|CSV|JSON|XML|DATA_SOURCE|DATASOURCE|PATH|PROTOBUF|RECORD|TASK_WRITE|LOCATION|PARTITION"),
                "storage-datasources"),
            new Desk(
                Pattern.compile(
                    "CATALOG|METASTORE|PERMISSION|ENCRYPT|AES_|KERBEROS|HIVE|CREDENTIAL"),
                "security-catalog"),
            new Desk(Pattern.compile("K8S|KUBERNETES|YARN|RESOURCE"), "kubernetes-resource"),
            new Desk(
                Pattern.compile("CONTEXT|EXECUTOR|SPARK_JOB|TASK|SERIALIZ|KRYO|DRIVER"),
                "scheduler-core"));
    return desks.stream()
        .filter(desk -> desk.words().matcher(condition).find())
        .map(Desk::team)
        .findFirst()
        .orElse("sql-catalyst");
  }
}
