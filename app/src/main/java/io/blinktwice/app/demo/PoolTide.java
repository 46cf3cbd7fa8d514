package io.blinktwice.app.demo;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.ScalingAction;
import java.io.IOException;

/** Step 8: a server that nobody needs goes, and a larger one comes in its place. */
final class PoolTide {
  private static final String LARGER = "large";

  private final Story.Cast cast;
  private final EngineVersion fixed;

  PoolTide(Story.Cast cast, EngineVersion fixed) {
    this.cast = cast;
    this.fixed = fixed;
  }

  void turn(EngineVersion unused) throws DemoFailed, IOException, InterruptedException {
    cast.controlPlane()
        .post("/v1/rollouts/" + unused + "/abort", "{\"reason\": \"its fix is out\"}");
    ClusterLifecycle idle =
        cast.witness()
            .cluster(
                life ->
                    life.getVersion().equals(unused.value())
                        && life.getState() == ClusterState.READY,
                "a server of " + unused);
    cast.controlPlane()
        .post("/v1/clusters/drain", "{\"cluster\": \"%s\"}".formatted(idle.getCluster()));
    cast.witness()
        .scaling(
            decision -> decision.getAction() == ScalingAction.IN, "a decision for fewer servers");
    ClusterLifecycle gone =
        cast.witness()
            .cluster(
                life ->
                    life.getCluster().equals(idle.getCluster())
                        && life.getState() == ClusterState.GONE,
                "the end of " + idle.getCluster());
    cast.narrator()
        .seen("the pool shrinks: %s is gone, %s".formatted(gone.getCluster(), gone.getDetail()));
    cast.controlPlane()
        .post(
            "/v1/clusters/start",
            "{\"version\": \"%s\", \"size\": \"%s\"}".formatted(fixed, LARGER));
    ClusterLifecycle large =
        cast.witness()
            .cluster(
                life ->
                    life.getVersion().equals(fixed.value())
                        && LARGER.equals(life.getSize())
                        && life.getState() == ClusterState.READY,
                "a %s server of %s".formatted(LARGER, fixed));
    cast.narrator()
        .seen(
            "the pool grows: %s is ready with %d cores and %d MiB"
                .formatted(large.getCluster(), large.getCores(), large.getMemoryBytes() >> 20));
  }
}
