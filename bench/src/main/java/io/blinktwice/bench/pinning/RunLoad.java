package io.blinktwice.bench.pinning;

import io.blinktwice.bench.hop.Load;
import io.blinktwice.bench.hop.Stamp;
import io.blinktwice.bench.pinning.Runs.Run;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Runs, each of which gets a verdict: those that fail at a steady rate, those that succeed as fast
 * as it goes. Workloads have as many runs behind them as are remembered.
 */
final class RunLoad implements Load, Stamp.Reader {
  /** As many as a workload's state holds, and some that it has forgotten. */
  private static final int RUNS_BEFORE = 70;

  private static final int WORKLOADS = 250;

  private final Failures failures;
  private final EventPublisher publisher;
  private final Runs runs;
  private final Deserializer<RunVerdict> verdicts;
  private final String topic;

  /** Who says what kind of failure it was. */
  enum Failures {
    /** This benchmark, as soon as it has failed. */
    CLASSIFIED_HERE,
    /** The role that is there for it. */
    CLASSIFIED_BY_THE_ROLE
  }

  RunLoad(KafkaConnection connection, Failures failures) {
    this.failures = failures;
    this.publisher = new EventPublisher(connection, "blinktwice/bench");
    this.runs = new Runs(publisher);
    this.verdicts = connection.serdeOf(Topics.RUN_VERDICTS).deserializer();
    this.topic = connection.nameOf(Topics.RUN_VERDICTS);
  }

  @Override
  public Stamp read(byte[] value) {
    return Stamp.ofId(verdicts.deserialize(topic, value).getRunId());
  }

  @Override
  public int eventsInAUnit() {
    return 2;
  }

  @Override
  public int fill(long phase) {
    int units = RUNS_BEFORE * WORKLOADS;
    for (int number = 0; number < units; number++) {
      full(number, new Stamp(phase, 0));
      steady(number, new Stamp(phase, 0));
    }
    return 2 * units;
  }

  /** These workloads never succeed, so that no failure is suspect and each is final. */
  @Override
  public void steady(int number, Stamp stamp) {
    Run run = new Run(workload("failing", number), stamp.id(-number));
    runs.failed(run);
    if (failures == Failures.CLASSIFIED_HERE) {
      runs.classified(run);
    }
  }

  @Override
  public void full(int number, Stamp stamp) {
    Run run = new Run(workload("good", number), stamp.id(number));
    runs.started(run);
    runs.succeeded(run);
  }

  /** One of those that there are of a kind. */
  static String workload(String kind, int number) {
    return "%s-%d".formatted(kind, number % WORKLOADS);
  }

  @Override
  public void close() {
    publisher.close();
    verdicts.close();
  }
}
