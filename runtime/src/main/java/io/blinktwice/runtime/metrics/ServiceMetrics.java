package io.blinktwice.runtime.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;
import static io.blinktwice.runtime.metrics.Meter.histogram;

import io.blinktwice.runtime.life.FailureBudget;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.List;

/** What every service of ours counts in the same way. */
public final class ServiceMetrics {
  /** Why a record was set aside. */
  public enum Fault {
    /** The bytes are not what the topic holds. */
    UNREADABLE,
    /** It can be read, but says nothing that can be used. */
    UNUSABLE,
    /** What follows from it is too large for its topic. */
    TOO_LARGE
  }

  private static final Label ROLE = Label.atMost(20, "role", "roles, and readers of topics");
  private static final Label TOPIC =
      Label.of("topic", Topics.ALL.stream().map(Topic::name).toList());

  private static final Meter DEAD_LETTERS_METER =
      counter(
          "blinktwice_dead_letters_total",
          "records",
          "Records that were set aside, by who did it, topic and reason.",
          ROLE,
          TOPIC,
          Label.of("reason", Fault.class));
  private static final Meter THREAD_FAILURES_METER =
      counter(
          "blinktwice_stream_thread_failures_total",
          "failures",
          "Failures of stream threads: replaced after an outage, forgiven, or one too many.",
          Label.atMost(20, "role", "stream roles"),
          Label.of("judgement", FailureBudget.Judgement.class));
  private static final Meter PART_READY_METER =
      gauge(
          "blinktwice_part_ready",
          "0 or 1",
          "Whether a stream or view of this process works.",
          Label.atMost(50, "part", "streams and views"));
  private static final Meter PART_DEAD_METER =
      gauge(
          "blinktwice_part_dead",
          "0 or 1",
          "Whether a stream or view is dead; its process ends soon after.",
          Label.atMost(50, "part", "streams and views"));
  private static final Meter REGISTRY_CALLS_METER =
      counter(
          "blinktwice_registry_calls_total",
          "calls",
          "Calls of the schema registry; answers are kept, so that there are few.",
          Label.of("outcome", "answered", "refused", "failed"));
  private static final Meter REQUESTS_METER =
      histogram(
          "blinktwice_http_request_seconds",
          "How long HTTP requests took, by route and kind of status.",
          Label.of("method", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
          Label.atMost(100, "route", "routes as declared, never with the caller's values"),
          Label.of("status", "1xx", "2xx", "3xx", "4xx", "5xx"));

  public static final Count DEAD_LETTERS = Count.of(DEAD_LETTERS_METER);
  public static final Count THREAD_FAILURES = Count.of(THREAD_FAILURES_METER);
  public static final Reading PART_READY = Reading.of(PART_READY_METER);
  public static final Reading PART_DEAD = Reading.of(PART_DEAD_METER);
  public static final Count REGISTRY_CALLS = Count.of(REGISTRY_CALLS_METER);
  public static final Distribution REQUESTS = Distribution.of(REQUESTS_METER);

  public static final List<Meter> CATALOGUE =
      List.of(
          DEAD_LETTERS_METER,
          THREAD_FAILURES_METER,
          PART_READY_METER,
          PART_DEAD_METER,
          REGISTRY_CALLS_METER,
          REQUESTS_METER);

  private ServiceMetrics() {}

  /** A record of this topic, by its full name, was set aside. */
  public static void deadLetter(String role, String topic, Fault fault) {
    String name = topic.substring(topic.lastIndexOf('.') + 1);
    DEAD_LETTERS.increment(role, name, Label.word(fault));
  }
}
