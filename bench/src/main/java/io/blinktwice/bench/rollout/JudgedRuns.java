package io.blinktwice.bench.rollout;

import io.blinktwice.bench.hop.Hop;
import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.rollout.topology.RolloutTopology;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.streams.StreamsOptions;
import io.blinktwice.runtime.streams.StreamsService;
import io.blinktwice.runtime.streams.StreamsSettings;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The roll-out role's own topology: every run is three records (it began, it succeeded, its
 * verdict). What was worked off is read from the health that it publishes.
 *
 * <p>The runs are of last month, a minute for a thousand of them, so that beats end and health is
 * told as often as in a fleet with that many runs a minute.
 */
public final class JudgedRuns implements Subject, AutoCloseable {
  public static final String NAME = "rollout";
  private static final int PARTITIONS = 4;
  private static final int RECORDS_PER_RUN = 3;
  private static final int WORKLOADS = 2_000;
  private static final int WORKSPACES = 100;
  private static final int RUNS_PER_MINUTE = 1_000;
  private static final String VERSION = "3.5.7";
  private static final Duration STALLED = Duration.ofSeconds(60);

  /** On a busy machine it takes long until the role has its first partition. */
  private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);

  private static final long PAUSE_NANOS = 100_000;

  private final KafkaConnection connection;
  private final Duration perPhase;
  private final KafkaProducer<String, byte[]> producer;
  private final Serde<RunEvent> events;
  private final Serde<RunVerdict> verdicts;
  private final StreamsService stream;
  private final TopicView<VersionHealth> health;
  private final AtomicLong judged = new AtomicLong();
  private final List<Owner> owners;
  private final Instant begin = Instant.now().minus(Duration.ofDays(30));
  private long sent;

  /** A workload. */
  private record Owner(String workspace, String workload, String fingerprint) {
    static Owner number(int number) {
      WorkspaceId workspace = new WorkspaceId("workspace-" + number % WORKSPACES);
      WorkloadId workload = new WorkloadId("workload-" + number);
      return new Owner(
          workspace.value(),
          workload.value(),
          Fingerprint.ofExplicitId(workspace, workload).value());
    }
  }

  /**
   * @param kafka with a registry
   * @param folder for the role's stores
   */
  public JudgedRuns(KafkaConnection kafka, Path folder, Duration perPhase) throws Exception {
    this.connection =
        new KafkaConnection(
            kafka.bootstrapServers(), kafka.registryUrl(), "judged", kafka.clientProperties());
    this.perPhase = perPhase;
    this.owners = IntStream.range(0, WORKLOADS).mapToObj(Owner::number).toList();
    TopicSetup.ensure(connection, PARTITIONS, (short) 1);
    this.events = connection.serdeOf(Topics.RUN_EVENTS);
    this.verdicts = connection.serdeOf(Topics.RUN_VERDICTS);
    var sending = connection.producerProperties();
    sending.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    this.producer = new KafkaProducer<>(sending, new StringSerializer(), new ByteArraySerializer());
    this.stream =
        new StreamsService(
            new StreamsSettings(
                connection,
                "rollout",
                new InstanceConfig("bench", "127.0.0.1:1", folder.resolve(NAME), List.of()),
                StreamsOptions.DEFAULTS,
                StreamsSettings.Guarantee.EXACTLY_ONCE),
            RolloutTopology.of(connection::serdeOf, connection.topicPrefix(), () -> PARTITIONS));
    stream.start();
    this.health =
        TopicView.follow(
            connection,
            Topics.VERSION_HEALTH,
            NAME,
            seen -> {
              VersionHealth told = seen.value();
              if (told != null) {
                judged.set(told.getRuns());
              }
            });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void warmUp() throws InterruptedException {
    long deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
    do {
      block();
    } while (judged.get() == 0 && System.nanoTime() < deadline);
    block();
  }

  @Override
  public Map<Metric, Double> block() throws InterruptedException {
    long before = judged.get();
    long from = System.nanoTime();
    long lastProgress = from;
    long seen = before;
    while (System.nanoTime() - from < perPhase.toNanos()) {
      if ((sent - judged.get()) * RECORDS_PER_RUN < Hop.UNDER_WAY) {
        send();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (judged.get() > seen) {
        seen = judged.get();
        lastProgress = System.nanoTime();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - lastProgress > STALLED.toNanos()) {
        throw new IllegalStateException("the role has stopped: nothing is judged any more");
      }
    }
    double seconds = (lastProgress - from) / (double) TimeUnit.SECONDS.toNanos(1);
    return Map.of(Hop.THROUGHPUT, seen == before ? 0 : (seen - before) * RECORDS_PER_RUN / seconds);
  }

  private void send() {
    Owner owner = owners.get((int) (sent % WORKLOADS));
    Instant at = begin.plusMillis(sent * Duration.ofMinutes(1).toMillis() / RUNS_PER_MINUTE);
    String run = "run-" + sent++;
    send(Topics.RUN_EVENTS, owner, events, event(owner, run, at, RunEventKind.STARTED));
    send(Topics.RUN_EVENTS, owner, events, event(owner, run, at, RunEventKind.SUCCEEDED));
    send(Topics.RUN_VERDICTS, owner, verdicts, verdict(owner, run, at));
  }

  private <V extends SpecificRecord> void send(
      Topic<V> topic, Owner owner, Serde<V> serde, V value) {
    String name = connection.nameOf(topic);
    byte[] bytes = serde.serializer().serialize(name, value);
    producer.send(new ProducerRecord<>(name, owner.fingerprint(), bytes));
  }

  private static RunEvent event(Owner owner, String run, Instant at, RunEventKind kind) {
    return RunEvent.newBuilder()
        .setEventId(run + kind)
        .setWorkspace(owner.workspace())
        .setWorkload(owner.workload())
        .setFingerprint(owner.fingerprint())
        .setRunId(run)
        .setAttempt(1)
        .setKind(kind)
        .setEngineVersion(VERSION)
        .setSource(RunEventSource.SCHEDULER)
        .setOccurredAt(at)
        .build();
  }

  private static RunVerdict verdict(Owner owner, String run, Instant at) {
    return RunVerdict.newBuilder()
        .setDecisionId("verdict-" + run)
        .setWorkspace(owner.workspace())
        .setWorkload(owner.workload())
        .setFingerprint(owner.fingerprint())
        .setRunId(run)
        .setAttempt(1)
        .setEngineVersion(VERSION)
        .setAction(VerdictAction.FINISH)
        .setSucceeded(true)
        .setRuleVersion("bench")
        .setDecidedAt(at)
        .build();
  }

  @Override
  public void close() {
    producer.close();
    health.close();
    stream.close();
  }
}
