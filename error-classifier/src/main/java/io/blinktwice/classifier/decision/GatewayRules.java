package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;

/** What the gateway says when it refuses a call itself: no engine has judged the job then. */
final class GatewayRules {
  static final Rule NO_CLUSTER =
      new Rule.GatewayCondition(
          "NoClusterTookTheRun",
          Set.of("BLINKTWICE_NO_CLUSTER", "BLINKTWICE_CLUSTER_UNUSABLE"),
          Odds.ofInfrastructure(0.98),
          "The gateway had no cluster for the run: it failed before any engine saw it");

  /** As certain as {@link StatusRules#SERVER_LOST}: it is the same loss, noticed a call later. */
  static final Rule CLUSTER_LOST =
      new Rule.GatewayCondition(
          "SessionWasLostWithItsCluster",
          Set.of("BLINKTWICE_CLUSTER_LOST"),
          new Odds(0.15, 0.80, 0.05),
          "The server that held the session is gone; its exit code may yet say that memory ran out");

  static final Rule NO_ROOM =
      new Rule.GatewayCondition(
          "NoRoomForTheRun",
          Set.of("BLINKTWICE_QUEUE_FULL", "BLINKTWICE_WORKSPACE_LIMIT"),
          Odds.ofInfrastructure(0.98),
          "The run's workspace had as much of the gateway as it may have: no engine saw this");

  static final List<Rule> IN_ORDER = List.of(NO_CLUSTER, CLUSTER_LOST, NO_ROOM);

  private GatewayRules() {}
}
