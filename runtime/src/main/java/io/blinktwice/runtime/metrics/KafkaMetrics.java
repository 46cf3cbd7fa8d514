package io.blinktwice.runtime.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The few of Kafka's own metrics that a person on call needs, of all clients of this process.
 *
 * <p>Kafka clients publish some hundreds over JMX, each under ids that change with every start;
 * here they are summed up by role. They are read when the page is, so records pay nothing for them.
 */
public final class KafkaMetrics {
  /** How the client id begins of a consumer that reads for views what they have missed. */
  public static final String CATCHING_UP = "views-catching-up-";

  /** Of a client that belongs to no stream role. */
  private static final String VIEWS = "views";

  /** {@code <prefix>.<role>-<uuid of the process>-StreamThread-1…}. */
  private static final Pattern STREAM_CLIENT =
      Pattern.compile(".*?([a-z-]+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-.*");

  private static final Pattern PUBLISHER = Pattern.compile("(?:.*/)?([a-z-]+)-publisher");

  private static final Label ROLE =
      Label.atMost(20, "role", "stream roles, publishers by their role, and " + VIEWS);
  private static final Label TOPIC = Label.atMost(200, "topic", "topics of the role");

  private static final String THREADS = "kafka.streams:type=stream-thread-metrics,*";
  private static final String TOPICS = "kafka.streams:type=stream-topic-metrics,*";
  private static final String CLIENTS = "kafka.streams:type=stream-metrics,*";
  private static final String STORES = "kafka.streams:type=stream-state-metrics,*";
  private static final String RESTORER = "kafka.streams:type=stream-state-updater-metrics,*";
  private static final String FETCHES =
      "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*";
  private static final String GROUPS =
      "kafka.consumer:type=consumer-coordinator-metrics,client-id=*";
  private static final String CONSUMERS = "kafka.consumer:type=consumer-metrics,client-id=*";
  private static final String PRODUCERS = "kafka.producer:type=producer-metrics,client-id=*";

  private static final List<Mapped> ALL =
      List.of(
          sum(
              counter(
                  "blinktwice_records_consumed_total",
                  "records",
                  "Records that a role has read, by topic.",
                  ROLE,
                  TOPIC),
              TOPICS,
              "records-consumed-total"),
          sum(
              counter(
                  "blinktwice_records_produced_total",
                  "records",
                  "Records that a role has written, by topic.",
                  ROLE,
                  TOPIC),
              TOPICS,
              "records-produced-total"),
          sum(
              gauge(
                  "blinktwice_stream_threads_alive",
                  "threads",
                  "Stream threads of a role that run.",
                  ROLE),
              CLIENTS,
              "alive-stream-threads"),
          max(
              gauge(
                  "blinktwice_stream_client_state",
                  "ordinal",
                  "Kafka Streams' state of a role: 0 created, 1 rebalancing, 2 running, 3 shutting"
                      + " down, 4 error pending, 5 error, 6 not running.",
                  ROLE),
              CLIENTS,
              "client-state"),
          max(
              gauge(
                  "blinktwice_stream_thread_state",
                  "ordinal",
                  "Highest state of a role's stream threads: 0 created, 1 starting, 2 partitions"
                      + " revoked, 3 partitions assigned, 4 running, 5 shutting down, 6 dead.",
                  ROLE),
              THREADS,
              "thread-state"),
          max(
              gauge(
                  "blinktwice_stream_commit_latency_max_milliseconds",
                  "milliseconds",
                  "Longest commit of a role in the last half minute.",
                  ROLE),
              THREADS,
              "commit-latency-max"),
          sum(
              gauge(
                  "blinktwice_stream_tasks_restoring",
                  "tasks",
                  "Tasks of a role that read their state back from the changelog.",
                  ROLE),
              RESTORER,
              "active-restoring-tasks"),
          sum(
              gauge(
                  "blinktwice_stream_restore_records_per_second",
                  "records per second",
                  "How fast a role reads its state back.",
                  ROLE),
              RESTORER,
              "restore-records-rate"),
          max(
              gauge(
                  "blinktwice_consumer_lag_max_records",
                  "records",
                  "How far the slowest partition of a role is behind its topic's end.",
                  ROLE),
              FETCHES,
              "records-lag-max"),
          sum(
              counter(
                  "blinktwice_consumer_rebalances_total",
                  "rebalances",
                  "Finished rebalances of a role's group, as its members saw them.",
                  ROLE),
              GROUPS,
              "rebalance-total"),
          sum(
              counter(
                  "blinktwice_consumer_failed_rebalances_total",
                  "rebalances",
                  "Rebalances of a role's group that failed.",
                  ROLE),
              GROUPS,
              "failed-rebalance-total"),
          max(
              gauge(
                  "blinktwice_consumer_last_poll_seconds",
                  "seconds",
                  "Since a consumer of a role last asked for records.",
                  ROLE),
              CONSUMERS,
              "last-poll-seconds-ago"),
          sum(
              counter(
                  "blinktwice_producer_record_errors_total",
                  "records",
                  "Records that could not be written.",
                  ROLE),
              PRODUCERS,
              "record-error-total"),
          sum(
              counter(
                  "blinktwice_producer_record_retries_total",
                  "records",
                  "Times that a record was sent again.",
                  ROLE),
              PRODUCERS,
              "record-retry-total"),
          max(
              gauge(
                  "blinktwice_producer_request_latency_milliseconds",
                  "milliseconds",
                  "Mean time that the brokers take to answer a role's producers.",
                  ROLE),
              PRODUCERS,
              "request-latency-avg"),
          max(
              gauge(
                  "blinktwice_rocksdb_block_cache_bytes",
                  "bytes",
                  "Use of the one block cache that all stores of the process share.",
                  ROLE),
              STORES,
              "block-cache-usage"),
          sum(
              gauge(
                  "blinktwice_rocksdb_memtables_bytes",
                  "bytes",
                  "Write buffers of a role's stores.",
                  ROLE),
              STORES,
              "cur-size-all-mem-tables"),
          sum(
              gauge(
                  "blinktwice_rocksdb_table_files_bytes",
                  "bytes",
                  "A role's stores on disk.",
                  ROLE),
              STORES,
              "total-sst-files-size"));

  public static final List<Meter> CATALOGUE = ALL.stream().map(Mapped::meter).toList();

  /** How the values of several clients become one. */
  private enum Merge {
    SUM,
    MAX
  }

  private record Mapped(Meter meter, String beans, String attribute, Merge merge) {
    void readFrom(MBeanServer server, Reading.Samples samples) {
      Map<List<String>, Double> merged = new HashMap<>();
      for (ObjectName bean : server.queryNames(pattern(beans), null)) {
        Optional<Double> found = rests(clientOf(bean)) ? Optional.empty() : number(server, bean);
        found.ifPresent(
            value ->
                merged.merge(
                    labels(bean),
                    value,
                    merge == Merge.SUM ? Double::sum : (a, b) -> Math.max(a, b)));
      }
      merged.forEach((labels, value) -> samples.add(value, labels.toArray(String[]::new)));
    }

    /** None of a client that has just gone, or that has measured nothing yet. */
    private Optional<Double> number(MBeanServer server, ObjectName bean) {
      try {
        return server.getAttribute(bean, attribute) instanceof Number number
                && Double.isFinite(number.doubleValue())
            ? Optional.of(number.doubleValue())
            : Optional.empty();
      } catch (JMException e) {
        return Optional.empty();
      }
    }

    private List<String> labels(ObjectName bean) {
      String role = roleOf(clientOf(bean));
      return meter.labels().size() == 1
          ? List.of(role)
          : List.of(role, unquoted(bean.getKeyProperty("topic")));
    }
  }

  private KafkaMetrics() {}

  /** From now on the page has them. */
  public static void register() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (Mapped mapped : ALL) {
      MetricsPage.once(mapped.meter(), samples -> mapped.readFrom(server, samples));
    }
  }

  private static Mapped sum(Meter meter, String beans, String attribute) {
    return new Mapped(meter, beans, attribute, Merge.SUM);
  }

  private static Mapped max(Meter meter, String beans, String attribute) {
    return new Mapped(meter, beans, attribute, Merge.MAX);
  }

  private static String clientOf(ObjectName bean) {
    String thread = bean.getKeyProperty("thread-id");
    return unquoted(thread == null ? bean.getKeyProperty("client-id") : thread);
  }

  /**
   * Whether it reads changelogs, or what a view has missed. It asks for nothing while there is
   * nothing to restore: neither its silence nor its lag says that a role is behind.
   */
  static boolean rests(String clientId) {
    return clientId.endsWith("-restore-consumer") || clientId.startsWith(CATCHING_UP);
  }

  static String roleOf(String clientId) {
    Matcher stream = STREAM_CLIENT.matcher(clientId);
    if (stream.matches()) {
      return stream.group(1);
    }
    Matcher publisher = PUBLISHER.matcher(clientId);
    return publisher.matches() ? publisher.group(1) : VIEWS;
  }

  private static ObjectName pattern(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException("a pattern of our own", e);
    }
  }

  /** Kafka quotes what JMX does not take as it is. */
  private static String unquoted(@Nullable String value) {
    if (value == null) {
      return "";
    }
    return value.startsWith("\"") ? ObjectName.unquote(value) : value;
  }
}
