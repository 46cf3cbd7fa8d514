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
import io.blinktwice.rollout.topology.RolloutTopology;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The roll-out role's own topology: every run is three records (it began, it succeeded, its
 * verdict). What was worked off is what it has committed to have read.
 *
 * <p>The runs are of now: the role ends beats of a silent partition by the clock, and runs of
 * another time would all be late after the first pause.
 */
public final class JudgedRuns implements Subject, AutoCloseable {
  public static final String NAME = "rollout";
  private static final int PARTITIONS = 4;
  private static final int RECORDS_PER_RUN = 3;
  private static final int WORKLOADS = 2_000;
  private static final int WORKSPACES = 100;
  private static final String VERSION = "3.5.7";
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);

  /** Whoever asks all the time what was done takes the processor from who does it. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /** Sent between two looks at what it has read. */
  private static final int RUNS_AT_ONCE = 500;

  /** On a busy machine it takes long until the role has its first partition. */
  private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);

  private final KafkaConnection connection;
  private final Duration perPhase;
  private final KafkaProducer<String, byte[]> producer;
  private final Serde<RunEvent> events;
  private final Serde<RunVerdict> verdicts;
  private final StreamsService stream;
  private final Admin admin;
  private final List<Owner> owners;
  private final Set<String> inputs;
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
    this.inputs =
        Set.of(connection.nameOf(Topics.RUN_EVENTS), connection.nameOf(Topics.RUN_VERDICTS));
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
    this.admin = Admin.create(connection.properties());
  }

  /** Records of its topics that it has read for good. */
  private long judged() throws InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(connection.topicPrefix() + ".rollout")
          .partitionsToOffsetAndMetadata()
          .get(ANSWERED_WITHIN.toSeconds(), TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .filter(read -> inputs.contains(read.getKey().topic()) && read.getValue() != null)
          .mapToLong(read -> read.getValue().offset())
          .sum();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("nobody says what the role has read", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Metric> pace() {
    return Optional.of(Hop.THROUGHPUT);
  }

  @Override
  public void warmUp() throws InterruptedException {
    long deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
    do {
      block();
    } while (judged() == 0 && System.nanoTime() < deadline);
    block();
  }

  @Override
  public Map<Metric, Double> block() throws InterruptedException {
    long before = judged();
    long from = System.nanoTime();
    long lastProgress = from;
    long seen = before;
    while (System.nanoTime() - from < perPhase.toNanos()) {
      for (int run = 0;
          run < RUNS_AT_ONCE && sent * RECORDS_PER_RUN - seen < Hop.UNDER_WAY;
          run++) {
        send();
      }
      long now = judged();
      if (now > seen) {
        seen = now;
        lastProgress = System.nanoTime();
      } else {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    double seconds = (lastProgress - from) / (double) TimeUnit.SECONDS.toNanos(1);
    return Map.of(Hop.THROUGHPUT, seen == before ? 0 : (seen - before) / seconds);
  }

  private void send() {
    Owner owner = owners.get((int) (sent % WORKLOADS));
    Instant at = Instant.now();
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
    admin.close();
    stream.close();
  }
}
