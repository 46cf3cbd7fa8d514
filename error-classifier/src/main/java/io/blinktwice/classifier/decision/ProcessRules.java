package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;

/** What the end of a process says, by its code or by the reason that a cluster manager gave. */
final class ProcessRules {
  static final Rule LOST_NODE =
      new Rule.ExitCode(
          "NodeWasLost",
          Set.of(-100, -101, -102),
          Odds.ofInfrastructure(0.96),
          "The cluster manager ends containers with this code when it loses or takes back a node");

  static final Rule LOSS_REASON =
      new Rule.Phrase(
          "ClusterManagerTookTheProcess",
          List.of(
              "Container released on a *lost* node",
              "brief reason: Evicted",
              "brief reason: Preempt",
              "brief reason: Shutdown",
              "container preempted",
              "container was preempted",
              "was preempted by",
              "node lost",
              "node was lost",
              "node decommissioned",
              "node was decommissioned",
              "Executor decommission"),
          Odds.ofInfrastructure(0.96),
          "The cluster manager took the process away");

  static final List<Rule> IN_ORDER = List.of(LOST_NODE, MemoryRules.EXIT_CODE, LOSS_REASON);

  private ProcessRules() {}
}
