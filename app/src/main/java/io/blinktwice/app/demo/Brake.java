package io.blinktwice.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.app.simulated.FleetOutcome;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutJudgement;
import io.blinktwice.events.RolloutState;
import io.blinktwice.events.RunEventKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Step 4: what does a roll-out do as more and more workloads break? */
final class Brake {
  private static final int SHOWN = 6;

  private final Story.Cast cast;
  private final EngineVersion release;

  Brake(Story.Cast cast, EngineVersion release) {
    this.cast = cast;
    this.release = release;
  }

  /** A workload that the release does not break is on it, and stays. */
  void staysOnIt(ScheduledJob healthy, String run)
      throws DemoFailed, IOException, InterruptedException {
    JobResult result = cast.scheduler().runs(healthy, List.of(run));
    cast.narrator()
        .check(
            result.succeeded(),
            "%s, which nothing has broken, runs on %s: %s".formatted(run, release, result.rows()),
            result.tail());
    Story.requireVersion(cast.witness().event(run, 1, RunEventKind.SUCCEEDED), release);
  }

  /** One workload is broken, and rescued: no reason to stop. */
  void goesOn() throws DemoFailed, InterruptedException {
    cast.controlPlane()
        .await(
            "/v1/releases/" + release + "/health",
            answer -> answer.path("waves").valueStream().anyMatch(Brake::hasARepairedFailure),
            "a failure of " + release + " that the old version repaired, among its evidence");
    cast.controlPlane()
        .await(
            "/v1/releases/" + release + "/analysis",
            answer ->
                answer.path("verdict").asText().equals("continue")
                    && answer.path("state").asText().equals("ROLLING_OUT"),
            "the roll-out to go on with one workload broken");
    cast.narrator().seen("with one broken workload among the evidence the roll-out goes on");
  }

  private static boolean hasARepairedFailure(JsonNode wave) {
    return wave.path("repaired").asLong() > 0;
  }

  /**
   * Enough are broken: it slows down, then stops.
   *
   * @param healthy stays where it is meanwhile
   */
  void stops(Mass mass, ScheduledJob healthy) throws DemoFailed, IOException, InterruptedException {
    cast.narrator()
        .say(
            "the mass is simulated: %,d workloads run on the real topics of this control plane; %s breaks one in ten"
                .formatted(Mass.WORKLOADS, release));
    FleetOutcome outcome;
    try (Mass.UnderWay fleet = mass.begin()) {
      staysOnIt(healthy, healthy.workload() + "-run-5");
      RolloutDecision slow =
          cast.witness()
              .decision(
                  release,
                  decision -> decision.getJudgement() == RolloutJudgement.SLOW,
                  "the roll-out to slow down");
      cast.narrator().seen("it slows down: " + sentence(slow));
      RolloutDecision paused =
          cast.witness()
              .decision(release, Brake::isPaused, "the roll-out to be paused by its judge");
      cast.narrator().seen("it pauses: " + sentence(paused));
      tellEvidence(paused);
      outcome = fleet.stop();
    }
    cast.narrator()
        .check(
            outcome.isClean(),
            "what the mass reported had its effect once: " + outcome.text().replace("\n", "; "),
            outcome.text());
  }

  private static boolean isPaused(RolloutDecision decision) {
    return decision.getState() == RolloutState.PAUSED
        && decision.getJudgement() == RolloutJudgement.PAUSE;
  }

  private static String sentence(RolloutDecision decision) {
    return decision.getReasons().getFirst().getSentence();
  }

  private void tellEvidence(RolloutDecision paused) {
    cast.narrator()
        .say(
            String.format(
                Locale.ROOT,
                "the evidence: %d first failures that the old version repaired at once, as bets on the draw; wealth %.0f, paused at %.0f",
                paused.getEvidence().size(),
                paused.getWealth(),
                paused.getPauseBudget() == null ? Double.NaN : 1 / paused.getPauseBudget()));
    paused.getEvidence().reversed().stream()
        .limit(SHOWN)
        .forEach(
            bet ->
                cast.narrator()
                    .say(
                        String.format(
                            Locale.ROOT,
                            "  %s of %s, %s: %.1f times %.2f is %.1f",
                            bet.getFingerprint(),
                            bet.getWorkspace(),
                            bet.getAdmitted() ? "on the release" : "on the old version",
                            bet.getWealthBefore(),
                            bet.getFactor(),
                            bet.getWealthAfter())));
  }
}
