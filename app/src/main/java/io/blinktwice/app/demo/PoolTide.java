package io.blinktwice.app.demo;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.ScalingAction;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Steps 6 and 8: a server that nobody needs goes, and a larger one comes in its place. */
record PoolTide(Story.Cast cast, EngineVersion unused, EngineVersion fixed) {
  PoolTide toldBy(Story.Cast other) {
    return new PoolTide(other, unused, fixed);
  }

  /** The fix takes the place of what it repairs, whose server is asked to go. */
  ClusterLifecycle turns() throws DemoFailed, IOException, InterruptedException {
    cast.controlPlane()
        .post("/v1/rollouts/" + unused + "/abort", "{\"reason\": \"its fix is out\"}");
    cast.controlPlane().post("/v1/rollouts/" + fixed + "/promote", "{\"reason\": \"it is good\"}");
    cast.narrator()
        .say("the roll-out of %s is over, %s is the stable version".formatted(unused, fixed));
    ClusterLifecycle idle = awaited(unused, null, ClusterState.READY);
    cast.controlPlane()
        .post("/v1/clusters/drain", "{\"cluster\": \"%s\"}".formatted(idle.getCluster()));
    return idle;
  }

  /** Nobody is on it any more but sessions that crashed jobs have left. */
  void ebbed(ClusterLifecycle idle) throws DemoFailed, InterruptedException {
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
  }

  /** A server of this size; returns when it has begun to start. */
  void asksFor(String size) throws DemoFailed, IOException, InterruptedException {
    cast.controlPlane()
        .post(
            "/v1/clusters/start", "{\"version\": \"%s\", \"size\": \"%s\"}".formatted(fixed, size));
    awaited(fixed, size, ClusterState.STARTING);
  }

  /** It is ready. */
  ClusterLifecycle grown(String size) throws DemoFailed, InterruptedException {
    ClusterLifecycle grown = awaited(fixed, size, ClusterState.READY);
    cast.narrator()
        .seen(
            "the pool grows: %s is ready with %d cores and %d MiB"
                .formatted(grown.getCluster(), grown.getCores(), grown.getMemoryBytes() >> 20));
    return grown;
  }

  private ClusterLifecycle awaited(EngineVersion version, @Nullable String size, ClusterState state)
      throws DemoFailed, InterruptedException {
    return cast.witness()
        .cluster(
            life ->
                life.getVersion().equals(version.value())
                    && (size == null || size.equals(life.getSize()))
                    && life.getState() == state,
            "a %s server of %s that is %s"
                .formatted(
                    size == null ? "" : size, version, state.name().toLowerCase(Locale.ROOT)));
  }
}
