package io.blinktwice.soak;

import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEvent;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.soak.decision.Event;
import io.blinktwice.soak.decision.Part;
import io.blinktwice.soak.decision.Run;
import io.blinktwice.soak.decision.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reports runs at a steady rate, as a fleet's gateways and its classifier would. What an outage
 * kept from being sent is not made up for by a flood.
 */
final class Traffic implements AutoCloseable {
  private static final String SOURCE = "blinktwice/soak";
  private static final Duration BREATH = Duration.ofMillis(2);
  private static final long MOST_MADE_UP_NANOS = Duration.ofSeconds(1).toNanos();

  private final EventPublisher publisher;
  private final Script script;
  private final Observations observations;
  private final double nanosPerRecord;
  private final AtomicInteger nextRun = new AtomicInteger();
  private final AtomicLong acceptedRecords = new AtomicLong();
  private final Thread thread;
  private volatile boolean ending;

  Traffic(KafkaConnection connection, Script script, int rate, Observations observations) {
    this.publisher = new EventPublisher(connection, SOURCE);
    this.script = script;
    this.observations = observations;
    this.nanosPerRecord = 1e9 / rate;
    this.thread = new Thread(this::report, "soak-traffic");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Runs below this number have been sent or are being sent. */
  int runs() {
    return nextRun.get();
  }

  long acceptedRecords() {
    return acceptedRecords.get();
  }

  private void report() {
    double due = System.nanoTime();
    while (!ending) {
      due = Math.max(due, System.nanoTime() - (double) MOST_MADE_UP_NANOS);
      while (!ending && due <= System.nanoTime()) {
        due += send(script.run(nextRun.getAndIncrement())) * nanosPerRecord;
      }
      LockSupport.parkNanos(BREATH.toNanos());
    }
  }

  /** All records of a run; returns how many. */
  private int send(Run run) {
    int sent = once(run);
    if (run.reportedTwice()) {
      sent += once(run);
    }
    if (run.poisoned()) {
      Instant now = Instant.now();
      String another = Records.fingerprint(run.workload() + "-other");
      publish(run, Part.POISON, Topics.RUN_EVENTS, another, Records.firstEnd(run, now));
      sent++;
    }
    return sent;
  }

  private int once(Run run) {
    Instant now = Instant.now();
    String key = Records.fingerprint(run.workload());
    RunEvent first = Records.firstEnd(run, now);
    publish(run, Part.FIRST_END, Topics.RUN_EVENTS, key, first);
    if (!run.blinks()) {
      return 1;
    }
    FailureClassification said = Records.classification(run, now);
    publish(run, Part.CLASSIFICATION, Topics.FAILURE_CLASSIFICATIONS, key, said);
    publish(run, Part.SECOND_END, Topics.RUN_EVENTS, key, Records.secondEnd(run, now));
    return 3;
  }

  private <V extends SpecificRecord> void publish(
      Run run, Part part, Topic<V> topic, String key, V value) {
    publisher
        .publish(topic, key, value, new Event(run.number(), part).id(), Instant.now())
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                acceptedRecords.incrementAndGet();
                observations.accepted(run, part);
              } else {
                observations.unanswered(run, part);
              }
            });
  }

  /** Nothing new is sent; what is under way is given to the brokers. */
  void stop() throws InterruptedException {
    ending = true;
    thread.join();
    publisher.flush();
  }

  @Override
  public void close() {
    ending = true;
    publisher.close();
  }
}
