package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.simulated.FleetOutcome;
import io.blinktwice.app.simulated.FleetPlan;
import io.blinktwice.app.simulated.FleetPlay;
import io.blinktwice.app.simulated.FleetTarget;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutJudgement;
import io.blinktwice.events.RolloutState;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.simulator.FleetScript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded broker and registry are killed while a release that breaks one workload in ten is
 * judged, and while runs are reported: it is stopped all the same, nothing is lost, nothing counts
 * twice.
 */
class BackboneLossIT {
  private static final int RUNS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** As in the demo's fourth step. */
  private static final FleetPlan BREAKS_ONE_IN_TEN =
      new FleetPlan(
          new FleetScript.Shape("broken-10", 600, 2),
          100,
          3,
          0,
          Duration.ofMinutes(5),
          0,
          true,
          Optional.of(0.5),
          Optional.of(Workshop.RELEASE.value()));

  private final List<String> judged = new CopyOnWriteArrayList<>();
  private final List<RolloutDecision> decided = new CopyOnWriteArrayList<>();
  private final CountDownLatch pinned = new CountDownLatch(1);

  @Test
  void aBadReleaseIsStoppedAndEveryRunGetsOneVerdictWhateverIsKilled(@TempDir Path folder)
      throws Exception {
    InstallationPlan plan = Workshop.plan(folder, new Backbone.Embedded(), Workshop.STABLE);
    try (Installation installation = new Installation(plan, System.out::println)) {
      installation.startWithoutEngines();
      Api api = new Api(installation.addresses().http());
      RolledOut.promoteTheOldVersion(api);
      try (Reporter job = new Reporter(installation.addresses().kafka(), "busy");
          TopicView<?> verdicts = follow(installation, Topics.RUN_VERDICTS, this::note);
          TopicView<?> pins = follow(installation, Topics.PIN_EVENTS, this::note);
          TopicView<?> decisions = follow(installation, Topics.ROLLOUT_DECISIONS, this::note);
          FleetPlay fleet = fleet(plan)) {
        CompletableFuture<FleetOutcome> outcome = fleet.playAside();
        report(job, 0, RUNS / 3);
        assertTrue(pinned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the release breaks one");
        assertEquals(List.of(), judgements(), "the first pins are no reason yet");
        installation.broker().kill();
        report(job, RUNS / 3, 2 * RUNS / 3);
        awaitStopped();
        installation.registry().kill();
        report(job, 2 * RUNS / 3, RUNS);
        fleet.stop();
        assertClean(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        awaitAllJudged();
        assertTrue(
            verdicts.isLive() && pins.isLive() && decisions.isLive(), "those who read went on");
        installation.broker().awaitReady(PATIENCE);
        installation.registry().awaitReady(PATIENCE);
      }
      api.await(
          "/v1/workloads/busy",
          answer -> answer.body().path("records").path(0).path("cleanRuns").asInt() == RUNS);
    }
  }

  private static FleetPlay fleet(InstallationPlan plan) throws IOException {
    FleetTarget target = FleetTarget.of(plan, Optional.empty());
    return new FleetPlay(BREAKS_ONE_IN_TEN, target.api(), target.kafka(), System.out::println);
  }

  private static <V extends SpecificRecord> TopicView<V> follow(
      Installation installation, Topic<V> topic, Consumer<V> listener) {
    return TopicView.follow(
        installation.addresses().kafka(),
        topic,
        "e2e",
        seen -> {
          V value = seen.value();
          if (value != null) {
            listener.accept(value);
          }
        });
  }

  private void note(RunVerdict verdict) {
    if (verdict.getWorkload().equals("busy")) {
      judged.add(verdict.getRunId());
    }
  }

  private void note(PinEvent event) {
    if (event.getKind() == PinEventKind.CREATED) {
      pinned.countDown();
    }
  }

  private void note(RolloutDecision decision) {
    if (decision.getVersion().equals(Workshop.RELEASE.value())) {
      decided.add(decision);
    }
  }

  private static void report(Reporter job, int from, int to) throws Exception {
    for (int run = from; run < to; run++) {
      job.succeeded("run-" + run, 1, Workshop.STABLE);
    }
  }

  /** What the judge said against the release, in its order. */
  private List<RolloutJudgement> judgements() {
    return decided.stream()
        .map(RolloutDecision::getJudgement)
        .filter(each -> each == RolloutJudgement.SLOW || each == RolloutJudgement.PAUSE)
        .distinct()
        .toList();
  }

  private void awaitStopped() {
    Awaitility.await("slowed, then paused")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(RolloutJudgement.SLOW, RolloutJudgement.PAUSE),
                    judgements(),
                    decided::toString));
    assertEquals(RolloutState.PAUSED, decided.getLast().getState());
  }

  private void awaitAllJudged() {
    List<String> expected =
        IntStream.range(0, RUNS).mapToObj(run -> "run-" + run).sorted().toList();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertEquals(expected, judged.stream().sorted().toList()));
  }

  private static void assertClean(FleetOutcome outcome) {
    assertTrue(outcome.isClean(), outcome.text());
    System.out.println(outcome.text());
  }
}
