package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.DeadLetter;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.Policy;
import io.blinktwice.pinning.store.KnownWorkload;
import io.blinktwice.pinning.store.StoreFormat;
import io.blinktwice.pinning.topology.PinningTopology;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.streams.StreamsOptions;
import io.blinktwice.runtime.streams.StreamsService;
import io.blinktwice.runtime.streams.StreamsSettings;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stream role on a real broker, failing and configured as no deployment would by default. */
class StreamRoleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RUNS = 40;
  private static final FleetPolicy UNDER = new FleetPolicy(Fleet.EMPTY, Policy.DEFAULT);

  @TempDir private static Path folder;
  private static Installation backbone;
  private static KafkaConnection kafka;

  @BeforeAll
  static void start() throws Exception {
    backbone =
        new Installation(
            Workshop.plan(folder, new Backbone.Embedded(), Workshop.STABLE), System.out::println);
    backbone.startBackboneOnly();
    kafka = backbone.addresses().kafka();
    TopicSetup.ensure(kafka, 4, (short) 1);
  }

  @AfterAll
  static void stop() {
    backbone.close();
  }

  /** Fails some records in the midst of a transaction, after the test has looked at its state. */
  private static final class FailingFleet implements Supplier<FleetPolicy> {
    private static final Set<Integer> FAIL_AT = Set.of(15, 35, 70);

    private final AtomicInteger calls = new AtomicInteger();
    private final BlockingQueue<Integer> stopped = new LinkedBlockingQueue<>();
    private final SynchronousQueue<Boolean> goOn = new SynchronousQueue<>();

    @Override
    public FleetPolicy get() {
      int call = calls.incrementAndGet();
      if (FAIL_AT.contains(call)) {
        stopped.add(call);
        try {
          goOn.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("this transaction is aborted");
      }
      return UNDER;
    }
  }

  @Test
  void whatIsReadMayBeEarlyButIsNeverWrongOnceAnAbortIsReplayed() throws Exception {
    List<String> judged = new CopyOnWriteArrayList<>();
    FailingFleet fleet = new FailingFleet();
    // What is fresh is committed at once, and hardly ever seen before.
    try (Reporter job = new Reporter(kafka, "early", Duration.ofMinutes(1));
        TopicView<RunVerdict> verdicts = verdicts(judged)) {
      for (int run = 0; run < RUNS; run++) {
        job.succeeded("run-" + run, 1, Workshop.STABLE);
      }
      assertTrue(verdicts.awaitCaughtUp(PATIENCE));
      int early = 0;
      try (StreamsService pinning = service(kafka, StreamsOptions.DEFAULTS, fleet)) {
        for (int stop = 0; stop < FailingFleet.FAIL_AT.size(); stop++) {
          fleet.stopped.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          early += cleanRuns(pinning, "early") > judged.size() ? 1 : 0;
          assertTrue(fleet.goOn.offer(true, PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        Awaitility.await()
            .dontCatchUncaughtExceptions()
            .atMost(PATIENCE)
            .until(() -> judged.size() >= RUNS);
        assertTrue(early > 0, "no state was ever seen before it was committed");
        long counted =
            Awaitility.await("the store can be read")
                .atMost(PATIENCE)
                .until(() -> cleanRuns(pinning, "early"), found -> found > 0);
        assertEquals(RUNS, counted);
        assertEquals(
            IntStream.range(0, RUNS).mapToObj(run -> "run-" + run).sorted().toList(),
            judged.stream().sorted().toList());
      }
    }
  }

  @Test
  void theNewerGroupProtocolRunsTheSameRole() throws Exception {
    KafkaConnection apart =
        new KafkaConnection(kafka.bootstrapServers(), kafka.registryUrl(), "trial", Map.of());
    TopicSetup.ensure(apart, 4, (short) 1);
    StreamsOptions newer = new StreamsOptions(1, -1, "streams", "stay", 1);
    try (Reporter job = new Reporter(apart, "newer")) {
      // Taken by now, so the topics are led: its coordinator fails for some that are just made.
      job.succeeded("run", 1, Workshop.STABLE);
      try (StreamsService trial = service(apart, newer, () -> UNDER)) {
        Awaitility.await().atMost(PATIENCE).until(trial::isReady);
        Awaitility.await().atMost(PATIENCE).until(() -> cleanRuns(trial, "newer") == 1);
      }
    }
  }

  /** Each kind of poison stands between two good records of one workload, in one partition. */
  @Test
  void everyPoisonIsOneLetterWithItsReasonAndThePartitionGoesOn() throws Exception {
    KafkaConnection apart =
        new KafkaConnection(kafka.bootstrapServers(), kafka.registryUrl(), "poison", Map.of());
    TopicSetup.ensure(apart, 1, (short) 1);
    Map<String, String> found = new ConcurrentHashMap<>();
    AtomicInteger letters = new AtomicInteger();
    try (Reporter job = new Reporter(apart, "victim");
        TopicView<DeadLetter> view =
            TopicView.follow(
                apart,
                Topics.DEAD_LETTERS,
                "test",
                seen -> {
                  DeadLetter letter = Objects.requireNonNull(seen.value());
                  letters.incrementAndGet();
                  found.put("@" + letter.getOffset(), letter.getReason());
                });
        StreamsService pinning = service(apart, StreamsOptions.DEFAULTS, () -> UNDER)) {
      Map<String, String> due = new Poison(apart, job).write();
      Awaitility.await().atMost(PATIENCE).until(() -> cleanRuns(pinning, "victim") == 3);
      Awaitility.await().atMost(PATIENCE).until(() -> found.size() >= due.size());
      assertEquals(due.keySet(), found.keySet(), found.toString());
      due.forEach(
          (where, word) ->
              assertTrue(
                  String.valueOf(found.get(where)).contains(word),
                  where + ": " + found.get(where)));
      assertEquals(due.size(), letters.get(), "one letter each");
      assertTrue(view.isLive() && pinning.isReady());
    }
  }

  /** As one was left by a broker that lost its leaders while it ended a transaction. */
  @Test
  void aTransactionThatItsCoordinatorDoesNotKnowOfKeepsNoRoleFromItsWork() throws Exception {
    KafkaConnection apart =
        new KafkaConnection(kafka.bootstrapServers(), kafka.registryUrl(), "hanging", Map.of());
    TopicSetup.ensure(apart, 1, (short) 1);
    try (Reporter job = new Reporter(apart, "held-up");
        HangingTransaction hanging =
            HangingTransaction.leftIn(
                backbone, folder, "hanging.pinning", new TopicPartition("hanging.run-events", 0))) {
      job.succeeded("run", 1, Workshop.STABLE);
      assertTrue(hanging.isOpen(), "nothing is left open");
      assertTrue(hanging.isForgotten(), "it would end by itself");
      try (StreamsService pinning = service(apart, StreamsOptions.DEFAULTS, () -> UNDER)) {
        Awaitility.await().atMost(PATIENCE).until(() -> cleanRuns(pinning, "held-up") == 1);
        assertFalse(hanging.isOpen());
      }
    }
  }

  private static StreamsService service(
      KafkaConnection on, StreamsOptions options, Supplier<FleetPolicy> under) {
    StreamsService service =
        new StreamsService(
            new StreamsSettings(
                on,
                "pinning",
                new InstanceConfig(
                    "one", "127.0.0.1:1", folder.resolve(on.topicPrefix()), List.of()),
                options,
                StreamsSettings.Guarantee.EXACTLY_ONCE),
            PinningTopology.build(on::serdeOf, on.topicPrefix(), StoreFormat.APART, under));
    service.start();
    return service;
  }

  private static TopicView<RunVerdict> verdicts(List<String> judged) {
    return TopicView.follow(
        kafka,
        Topics.RUN_VERDICTS,
        "early",
        seen -> {
          RunVerdict verdict = seen.value();
          if (verdict != null && verdict.getWorkload().equals("early")) {
            judged.add(verdict.getRunId());
          }
        });
  }

  private static long cleanRuns(StreamsService service, String workload) {
    Fingerprint key = Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, new WorkloadId(workload));
    try {
      KnownWorkload known =
          service
              .streams()
              .store(
                  StoreQueryParameters.fromNameAndType(
                      PinningTopology.STORE,
                      QueryableStoreTypes.<String, KnownWorkload>keyValueStore()))
              .get(key.value());
      return known == null ? 0 : known.state().recordOn(Workshop.STABLE).total();
    } catch (InvalidStateStoreException e) {
      return 0; // It is being restored.
    }
  }
}
