package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded broker and registry are killed while runs are reported: nothing lost, nothing twice.
 */
class BackboneLossIT {
  private static final int RUNS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Test
  void everyRunGetsOneVerdictWhateverIsKilled(@TempDir Path folder) throws Exception {
    try (Installation installation =
        new Installation(
            Workshop.plan(folder, new Backbone.Embedded(), Workshop.STABLE), System.out::println)) {
      installation.startWithoutEngines();
      List<String> judged = new CopyOnWriteArrayList<>();
      try (Reporter job = new Reporter(installation.addresses().kafka(), "busy");
          TopicView<RunVerdict> verdicts =
              TopicView.follow(
                  installation.addresses().kafka(),
                  Topics.RUN_VERDICTS,
                  "e2e",
                  seen -> {
                    RunVerdict verdict = seen.value();
                    if (verdict != null) {
                      judged.add(verdict.getRunId());
                    }
                  })) {
        for (int run = 0; run < RUNS; run++) {
          if (run == RUNS / 3) {
            installation.broker().kill();
          }
          if (run == 2 * RUNS / 3) {
            installation.registry().kill();
          }
          job.succeeded("run-" + run, 1, Workshop.STABLE);
        }
        List<String> expected =
            IntStream.range(0, RUNS).mapToObj(run -> "run-" + run).sorted().toList();
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertEquals(expected, judged.stream().sorted().toList()));
        installation.broker().awaitReady(PATIENCE);
        installation.registry().awaitReady(PATIENCE);
      }
      new Api(installation.addresses().http())
          .await(
              "/v1/workloads/busy",
              answer -> answer.body().path("records").path(0).path("cleanRuns").asInt() == RUNS);
    }
  }
}
