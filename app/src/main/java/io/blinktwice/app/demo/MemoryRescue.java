package io.blinktwice.app.demo;

import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterLoss;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import java.io.IOException;
import java.util.List;

/**
 * Step 8: a query in a notebook kills its server, which has too little memory for it, and is
 * answered by a larger one inside the same call.
 */
final class MemoryRescue {
  /** One string of so many bytes: more than the heap of a medium server has, not of a large one. */
  private static final int BYTES = 800_000_000;

  private static final String QUERY =
      "SELECT max(length(repeat(CAST(id AS STRING), %d))) FROM range(1)".formatted(BYTES);

  private static final List<String> KEPT = List.of("[kept]");

  private final Story.Cast cast;

  MemoryRescue(Story.Cast cast) {
    this.cast = cast;
  }

  /**
   * Two notebooks live on the smaller server, where nothing runs.
   *
   * @param larger than that one
   */
  void play(NotebookRoom room, ClusterLifecycle larger)
      throws DemoFailed, IOException, InterruptedException {
    String run = room.run(NotebookRoom.HUNGRY);
    RunEvent started = cast.witness().event(run, 1, RunEventKind.STARTED);
    String home = String.valueOf(started.getCluster());
    awaitNothingRunsOn(home);
    OpenNotebooks.Answer answer = room.notebooks().answers(NotebookRoom.HUNGRY, QUERY);
    cast.narrator()
        .check(
            answer.rows().equals(List.of("[" + BYTES + "]")),
            "a query needs %d MB; its user sees the answer, of one statement that was run once: %s"
                .formatted(BYTES / 1_000_000, answer.rows()),
            answer.rows());
    lost(home);
    rescued(run, larger);
    List<String> words = room.words(NotebookRoom.ENDLESS);
    cast.narrator()
        .check(
            words.equals(KEPT),
            "another notebook, whose server died under it, still has its view: " + words,
            words);
  }

  /** As its server says; what has just been stopped there would send the query elsewhere. */
  private void awaitNothingRunsOn(String cluster) throws DemoFailed, InterruptedException {
    cast.controlPlane()
        .await(
            "/v1/clusters",
            answer ->
                answer
                    .path("clusters")
                    .valueStream()
                    .filter(each -> each.path("cluster").asText().equals(cluster))
                    .map(each -> each.path("load").path("runningOperations"))
                    .anyMatch(running -> running.isNumber() && running.asInt() == 0),
            "nothing to run on " + cluster);
  }

  private void lost(String cluster) throws DemoFailed, InterruptedException {
    ClusterLifecycle lost =
        cast.witness()
            .cluster(
                life -> life.getCluster().equals(cluster) && life.getState() == ClusterState.GONE,
                "the end of " + cluster);
    cast.narrator()
        .check(
            lost.getLoss() == ClusterLoss.OUT_OF_MEMORY,
            "it killed its server, %s with %d MiB: %s"
                .formatted(cluster, lost.getMemoryBytes() >> 20, lost.getDetail()),
            lost);
  }

  private void rescued(String run, ClusterLifecycle larger)
      throws DemoFailed, InterruptedException {
    RunVerdict verdict = cast.witness().verdict(run, 1);
    cast.narrator()
        .check(
            verdict.getAction() == VerdictAction.RETRY_LARGER,
            "the verdict is to retry on a larger server: "
                + verdict.getReasons().getLast().getSentence(),
            verdict);
    RunEvent second = cast.witness().event(run, 2, RunEventKind.STARTED);
    cast.narrator()
        .check(
            larger.getCluster().equals(second.getCluster()),
            "attempt 2 ran on %s with %d MiB, inside the same call"
                .formatted(second.getCluster(), larger.getMemoryBytes() >> 20),
            second);
  }
}
