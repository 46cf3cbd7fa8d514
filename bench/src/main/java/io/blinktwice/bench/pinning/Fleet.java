package io.blinktwice.bench.pinning;

import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.concurrent.ExecutionException;

/** A fleet of one version, which is stable: nobody rolls anything out meanwhile. */
final class Fleet {
  static final String STABLE = "3.5.7";

  private Fleet() {}

  static void write(EventPublisher publisher) throws InterruptedException, ExecutionException {
    Instant now = Instant.now();
    Release release =
        Release.newBuilder()
            .setVersion(STABLE)
            .setEngine(STABLE)
            .setRegisteredBy("bench")
            .setRegisteredAt(now)
            .build();
    publisher.publish(Topics.RELEASES, STABLE, release, "bench-release", now).get();
    RolloutDecision promoted =
        RolloutDecision.newBuilder()
            .setDecisionId("bench-promotes")
            .setVersion(STABLE)
            .setState(RolloutState.STABLE)
            .setShare(1.0)
            .setDecidedAt(now)
            .build();
    publisher.publish(Topics.ROLLOUT_DECISIONS, STABLE, promoted, "bench-promotes", now).get();
  }
}
