package io.blinktwice.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Pin;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.events.WireError;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps 1 to 3 of the paper's §6: a job with a history meets a release that breaks it, and its user
 * sees one successful run.
 *
 * <p>Nothing in it knows what the job's statements are or why they break.
 */
final class Story {
  private static final int CLEAN_RUNS = 3;

  private final Narrator narrator;
  private final ControlPlane controlPlane;
  private final Scheduler scheduler;
  private final Witness witness;
  private final EngineVersion stable;
  private final EngineVersion release;

  /** Who tells it, and who takes part. */
  record Cast(Narrator narrator, ControlPlane controlPlane, Scheduler scheduler, Witness witness) {
    Cast toldBy(Narrator other) {
      return new Cast(other, controlPlane, scheduler, witness);
    }
  }

  Story(Cast cast, EngineVersion stable, EngineVersion release) {
    this.narrator = cast.narrator();
    this.controlPlane = cast.controlPlane();
    this.scheduler = cast.scheduler();
    this.witness = cast.witness();
    this.stable = stable;
    this.release = release;
  }

  /** Step 1: the job runs on the stable version and builds a record there. */
  void buildHistory(ScheduledJob job) throws DemoFailed, IOException, InterruptedException {
    List<String> ids =
        IntStream.rangeClosed(1, CLEAN_RUNS).mapToObj(i -> job.workload() + "-run-" + i).toList();
    JobResult result = scheduler.runs(job, ids);
    if (!result.succeeded()) {
      throw new DemoFailed(
          "expected: %s to succeed on %s%n    seen: %s".formatted(ids, stable, result.tail()));
    }
    for (String id : ids) {
      requireVersion(witness.event(id, 1, RunEventKind.SUCCEEDED), stable);
    }
    narrator.say(
        "%s ran %d times on %s with the unmodified %s: %s"
            .formatted(
                job.workload(),
                CLEAN_RUNS,
                stable,
                job.client().name(),
                result.rows().subList(0, result.rows().size() / CLEAN_RUNS)));
    controlPlane.await(
        "/v1/workloads/" + ControlPlane.encoded(job.workload()),
        state -> cleanRuns(state) >= CLEAN_RUNS,
        CLEAN_RUNS + " clean runs of " + job.workload() + " on " + stable);
    narrator.seen("%s has %d clean runs on %s".formatted(job.workload(), CLEAN_RUNS, stable));
  }

  private int cleanRuns(JsonNode workload) {
    for (JsonNode kept : workload.path("records")) {
      if (kept.path("version").asText().equals(stable.value())) {
        return kept.path("cleanRunsInARow").asInt();
      }
    }
    return 0;
  }

  /** Step 2, first half: the release is rolled out to a part of the fleet. */
  void rollOut(double share) throws DemoFailed, IOException, InterruptedException {
    controlPlane.post(
        "/v1/rollouts/" + release + "/start",
        "{\"share\": %s, \"reason\": \"the demo rolls it out\"}".formatted(share));
    controlPlane.await(
        "/v1/rollouts",
        rollouts -> rollouts.toString().contains("ROLLING_OUT"),
        release + " to be rolling out");
    narrator.say(
        "release %s is rolling out to %.0f %% of the workloads, drawn by hash; the jobs here are among them"
            .formatted(release, 100 * share));
  }

  /** Steps 2 and 3: fails on the release, succeeds on the retry, is pinned. */
  void blinkTwice(ScheduledJob job, Scheduler.AfterFailure afterFailure)
      throws DemoFailed, IOException, InterruptedException {
    String id = job.workload() + "-run-" + (CLEAN_RUNS + 1);
    narrator.say("%s starts; its statements are %s".formatted(id, job.statements()));
    Scheduler.Run run = scheduler.run(job, id, afterFailure);
    checkFailure(id);
    checkVerdict(id);
    checkRetry(job, run);
    checkPin(job, id);
    checkNextRun(job);
  }

  /**
   * The gateway cannot spare its client this failure: the last known good version would answer with
   * columns of another kind than the client was told. Then the failure stands as it was.
   */
  void failureStands(ScheduledJob job, String condition)
      throws DemoFailed, IOException, InterruptedException {
    String id = job.workload() + "-run-" + (CLEAN_RUNS + 1);
    JobResult result = scheduler.runs(job, List.of(id));
    narrator.check(
        !result.succeeded() && result.says(condition),
        "%s on %s gets its own error, %s, for %s would answer with other columns"
            .formatted(id, release, condition, stable),
        result.tail());
    RunEvent first = witness.event(id, 1, RunEventKind.FAILED);
    requireVersion(first, release);
    RunEvent second = witness.event(id, 2, RunEventKind.FAILED);
    WireError error = second.getError();
    narrator.check(
        second.getEngineVersion().equals(stable.value())
            && error != null
            && "BLINKTWICE_OTHER_SCHEMA".equals(error.getCondition()),
        "the gateway tried %s and says why that was of no use".formatted(stable),
        second);
  }

  private void checkFailure(String id) throws DemoFailed, InterruptedException {
    RunEvent failed = witness.event(id, 1, RunEventKind.FAILED);
    requireVersion(failed, release);
    WireError error = failed.getError();
    narrator.check(
        error != null && !error.getMessage().isBlank(),
        "attempt 1 failed on %s, as seen on the wire: %s".formatted(release, firstLine(error)),
        error);
  }

  private static String firstLine(@Nullable WireError error) {
    return error == null
        ? "nothing"
        : error.getMessage().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  private void checkVerdict(String id) throws DemoFailed, InterruptedException {
    FailureClassification said = witness.classification(id, 1);
    narrator.seen(
        "classified as %s: %s"
            .formatted(said.getCategory(), said.getReasons().getFirst().getSentence()));
    RunVerdict verdict = witness.verdict(id, 1);
    narrator.check(
        verdict.getAction() == VerdictAction.RETRY_LAST_GOOD
            && stable.value().equals(verdict.getRetryVersion()),
        "the verdict is to retry on %s: %s"
            .formatted(stable, verdict.getReasons().getFirst().getSentence()),
        verdict);
  }

  private void checkRetry(ScheduledJob job, Scheduler.Run run)
      throws DemoFailed, InterruptedException {
    int started =
        switch (job.retries()) {
          case SCHEDULER -> 2;
          case GATEWAY -> 1;
        };
    narrator.check(
        run.attempts().size() == started && run.succeeded(),
        "the user sees one successful run, started %s: %s"
            .formatted(
                started == 1 ? "once: the gateway moved its session" : "twice by its scheduler",
                run.attempts().getLast().rows()),
        run.attempts().getLast().tail());
    if (job.retries() == ScheduledJob.Retries.GATEWAY) {
      List<String> rows = run.attempts().getLast().rows();
      narrator.check(
          rows.getLast().contains("kept") && rows.getLast().contains("Asia/Tokyo"),
          "its temporary view and its setting moved with it",
          rows);
    }
    requireVersion(witness.event(run.id(), 2, RunEventKind.SUCCEEDED), stable);
    narrator.seen("attempt 2 ran on " + stable);
  }

  private void checkPin(ScheduledJob job, String id) throws DemoFailed, InterruptedException {
    Pin pin = witness.pin(job.workload());
    narrator.check(
        pin.getVersion().equals(stable.value())
            && pin.getEvidence() != null
            && pin.getEvidence().getRunId().equals(id),
        "pinned to %s, away from %s, with both attempts as evidence"
            .formatted(stable, pin.getAwayFrom()),
        pin);
    String path = "/v1/workloads/" + ControlPlane.encoded(job.workload()) + "/pin";
    controlPlane.await(
        path, found -> found.path("pin").asText().equals(pin.getPinId()), "the pin at " + path);
    controlPlane.await(
        "/v1/pins?limit=1000",
        page -> page.toString().contains(pin.getPinId()),
        "the pin in the list of pins");
    narrator.seen("the pin can be queried at GET " + path + " and GET /v1/pins");
  }

  private void checkNextRun(ScheduledJob job) throws DemoFailed, InterruptedException {
    String id = job.workload() + "-run-" + (CLEAN_RUNS + 2);
    Scheduler.Run next;
    try {
      next = scheduler.run(job, id, Scheduler.AfterFailure.NOTHING);
    } catch (IOException e) {
      throw new DemoFailed("expected: " + id + " to run\n    seen: " + e);
    }
    requireVersion(witness.event(id, 1, RunEventKind.SUCCEEDED), stable);
    narrator.check(
        next.attempts().size() == 1 && next.succeeded(),
        "the next run goes straight to %s and succeeds at its first attempt".formatted(stable),
        next.attempts().getLast().tail());
  }

  /**
   * On this version, and because resolve said so: not because it was away and a default applied.
   */
  static void requireVersion(RunEvent event, EngineVersion version) throws DemoFailed {
    boolean chosen = !event.getFallback() && event.getDecisionId() != null;
    if (!chosen || !event.getEngineVersion().equals(version.value())) {
      throw new DemoFailed(
          "expected: %s#%d on %s, as resolve decided%n    seen: it ran on %s, decision %s%s"
              .formatted(
                  event.getRunId(),
                  event.getAttempt(),
                  version,
                  event.getEngineVersion(),
                  event.getDecisionId(),
                  event.getFallback() ? ", a fallback" : ""));
    }
  }
}
