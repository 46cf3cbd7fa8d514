package io.blinktwice.app.demo;

import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import java.io.IOException;
import java.util.List;

/**
 * Step 8: a query that never ends is left alone with its server: who comes goes elsewhere, and who
 * is there moves away.
 */
final class RunawayIsolation {
  /** A thousand million million pairs. */
  private static final String NEVER_ENDS = NotebookRoom.PAIRS.formatted(1_000_000_000_000L);

  private static final String RULE = "HAS_A_RUNAWAY";

  private final Story.Cast cast;
  private final Terminal terminal;

  RunawayIsolation(Story.Cast cast, Terminal terminal) {
    this.cast = cast;
    this.terminal = terminal;
  }

  /**
   * The notebooks that are open live on the smaller server.
   *
   * @param other the larger one
   */
  void play(NotebookRoom room, ClusterLifecycle other)
      throws DemoFailed, IOException, InterruptedException {
    OpenNotebooks notebooks = room.notebooks();
    notebooks.runs(NotebookRoom.ENDLESS, NEVER_ENDS);
    RoutingDecision isolated = decision(room.run(NotebookRoom.ENDLESS), RoutingKind.ISOLATED);
    cast.narrator()
        .seen(
            "a query that never ends has run away on %s: %s"
                .formatted(isolated.getCluster(), isolated.getReasons().getFirst().getSentence()));

    notebooks.answers(NotebookRoom.NEWCOMER, "SELECT 'new here'");
    RoutingDecision came = decision(room.run(NotebookRoom.NEWCOMER), RoutingKind.PLACED);
    cast.narrator()
        .check(
            other.getCluster().equals(came.getCluster()) && isAvoided(came, isolated),
            "who comes goes to %s; of the runaway's server the decision says: %s"
                .formatted(came.getCluster(), RULE),
            came);
    List<String> words = room.words(NotebookRoom.NEIGHBOUR);
    RoutingDecision moved = decision(room.run(NotebookRoom.NEIGHBOUR), RoutingKind.MOVED);
    cast.narrator()
        .check(
            String.valueOf(isolated.getCluster()).equals(moved.getMovedFrom())
                && other.getCluster().equals(moved.getCluster()),
            "who was there has moved to %s with the next statement, view and all: %s"
                .formatted(moved.getCluster(), words),
            moved);
    explain(moved);
    notebooks.runs(NotebookRoom.ENDLESS, "stop");
    OpenNotebooks.Answer stopped = notebooks.ends(NotebookRoom.ENDLESS);
    cast.narrator()
        .check(!stopped.succeeded(), "its user stops it: the query is canceled", stopped.end());
  }

  private static boolean isAvoided(RoutingDecision decision, RoutingDecision runaway) {
    return decision.getCandidates().stream()
        .anyMatch(
            one ->
                one.getCluster().equals(runaway.getCluster()) && RULE.equals(one.getExcludedBy()));
  }

  /** About a statement of the run. */
  private RoutingDecision decision(String run, RoutingKind kind)
      throws DemoFailed, InterruptedException {
    return cast.witness()
        .placement(
            decision ->
                run.equals(decision.getRunId())
                    && decision.getOperationId() != null
                    && decision.getKind() == kind,
            kind + " of a statement of " + run);
  }

  private void explain(RoutingDecision moved) throws DemoFailed, IOException, InterruptedException {
    JobResult said = terminal.run("explain", "placement", moved.getSessionId());
    cast.narrator()
        .check(
            said.succeeded() && said.says(RULE),
            "./blinktwice explain placement %s says so: %s"
                .formatted(moved.getSessionId(), around(said.output())),
            said.tail());
  }

  /** What it says of the server with the runaway. */
  private static String around(List<String> lines) {
    String line = lines.stream().filter(each -> each.contains(RULE)).findFirst().orElse("");
    int end = line.indexOf(RULE) + RULE.length();
    return "…" + line.substring(Math.max(0, line.lastIndexOf('{', end)), end) + "…";
  }
}
