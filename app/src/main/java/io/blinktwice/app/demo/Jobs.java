package io.blinktwice.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is broken by the release, in what way, and who is not. */
record Jobs(
    List<ScheduledJob> breaking,
    Optional<ScheduledJob> otherColumns,
    ScheduledJob survivor,
    ScheduledJob healthy) {

  /** Four small aggregations in a row: what shuffles cost is most of it. */
  static final String REPORT =
      "SELECT count(*), sum(n) FROM (SELECT e, count(*) AS n FROM (SELECT d * 7 % 9973 AS e FROM"
          + " (SELECT c * 5 % 9967 AS d, count(*) FROM (SELECT b * 3 % 9949 AS c, count(*) FROM"
          + " (SELECT id % 9941 AS b FROM range(40000)) GROUP BY b * 3 % 9949) GROUP BY c * 5 %"
          + " 9967)) GROUP BY e)";

  /**
   * The first job's scheduler tries again; for the second and PySpark's the gateway does, inside
   * their calls. The third's answer looks different on both versions, which no gateway may hide.
   */
  static Jobs of(Demo.Script script, DrawnName drawn, Client.Jvm client, Optional<Client> pyspark) {
    List<ScheduledJob> breaking = new ArrayList<>();
    String first = script.statements().getFirst();
    breaking.add(byScheduler(drawn.of("daily-etl"), client, List.of(first, REPORT)));
    List<String> others = script.statements().subList(1, script.statements().size());
    for (String statement : others) {
      String name = drawn.of("hourly-import-" + (breaking.size() + 1));
      breaking.add(
          script.otherColumns().contains(statement)
              ? byScheduler(name, client, List.of(statement))
              : inSession(name, client, statement));
    }
    String read = others.isEmpty() ? first : others.getFirst();
    pyspark.ifPresent(python -> breaking.add(inSession(drawn.of("python-report"), python, read)));
    return new Jobs(
        List.copyOf(breaking),
        script.otherColumns().stream()
            .findFirst()
            .map(statement -> inSession(drawn.of("typed-dashboard"), client, statement)),
        byScheduler(drawn.of("survives-a-crash"), client, List.of(first)),
        byScheduler(drawn.of("healthy-report"), client, List.of(REPORT)));
  }

  private static ScheduledJob byScheduler(String workload, Client client, List<String> statements) {
    return new ScheduledJob(workload, client, statements, ScheduledJob.Retries.SCHEDULER);
  }

  /** A session with something to lose: what it made before the failure is asked for after it. */
  private static ScheduledJob inSession(String workload, Client client, String statement) {
    return new ScheduledJob(
        workload,
        client,
        List.of(
            "SET spark.sql.session.timeZone = Asia/Tokyo",
            "CREATE OR REPLACE TEMPORARY VIEW words AS SELECT 'kept' AS word",
            statement,
            "SELECT word, current_timezone() FROM words"),
        ScheduledJob.Retries.GATEWAY);
  }

  /** The first to be broken. */
  ScheduledJob first() {
    return breaking.getFirst();
  }

  /** All but that one. */
  List<ScheduledJob> others() {
    List<ScheduledJob> others = new ArrayList<>(breaking.subList(1, breaking.size()));
    otherColumns.ifPresent(others::add);
    others.addAll(List.of(survivor, healthy));
    return others;
  }
}
