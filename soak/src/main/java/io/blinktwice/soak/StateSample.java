package io.blinktwice.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.soak.decision.Script;
import io.blinktwice.soak.decision.Violation;
import io.blinktwice.soak.decision.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Asks instances for the states of some workloads: a record that was applied twice or not at all
 * shows in the number of clean runs, whatever was told of it.
 */
final class StateSample {
  private static final int SIZE = 1_000;
  private static final int TRIES = 20;

  private final InstanceApi api;
  private final Script script;
  private final Observations observations;

  StateSample(InstanceApi api, Script script, Observations observations) {
    this.api = api;
    this.script = script;
    this.observations = observations;
  }

  List<Violation> compared(int runsSent) throws InterruptedException {
    List<Violation> found = new ArrayList<>();
    if (observations.unanswered() > 0) {
      return found; // Nobody knows how many runs the workloads should have.
    }
    Random dice = new Random(script.seed());
    for (int i = 0; i < SIZE && runsSent > 0; i++) {
      int run = dice.nextInt(runsSent);
      String workload = script.run(run).workload();
      Optional<JsonNode> answer = asked(workload);
      if (answer.isEmpty()) {
        found.add(new Violation(Kind.LOST, workload, "nobody answers for its state"));
      } else {
        compare(workload, answer.get(), script.runsOfTheWorkloadOf(run, runsSent), found);
      }
    }
    return found;
  }

  private Optional<JsonNode> asked(String workload) throws InterruptedException {
    Optional<JsonNode> answer = api.workload(workload);
    for (int i = 0; i < TRIES && answer.isEmpty(); i++) {
      Thread.sleep(100);
      answer = api.workload(workload);
    }
    return answer;
  }

  private void compare(String workload, JsonNode state, int runs, List<Violation> found) {
    long clean = 0;
    for (JsonNode each : state.path("records")) {
      if (each.path("version").asText().equals(Records.STABLE.value())) {
        clean = each.path("cleanRuns").asLong();
      }
    }
    if (clean != runs) {
      found.add(
          new Violation(
              clean < runs ? Kind.LOST : Kind.DUPLICATED,
              workload,
              "%d runs were reported, its state counts %d".formatted(runs, clean)));
    }
    JsonNode pin = state.path("pin").path("pin");
    String stored = pin.isTextual() ? pin.asText() : null;
    String tabled = observations.activePin(Records.fingerprint(workload));
    if (!Objects.equals(stored, tabled)) {
      found.add(
          new Violation(
              Kind.DISAGREEMENT,
              workload,
              "its state has pin %s, the topic %s".formatted(stored, tabled)));
    }
  }
}
