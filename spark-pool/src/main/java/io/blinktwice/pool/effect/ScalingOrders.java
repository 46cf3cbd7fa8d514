package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.ScalingAction;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.pool.decision.ScalingOrder;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.pool.metrics.PoolMetrics.Scaling;
import io.blinktwice.runtime.kafka.TopicView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows scaling decisions and has those of its pool carried out, once each. What was decided long
 * before this process could hear of it is passed over: the clusters that it was about are gone, and
 * whoever decided sees that.
 */
public final class ScalingOrders implements TopicView.Listener<ScalingDecision> {
  private static final Logger LOG = LoggerFactory.getLogger(ScalingOrders.class);

  /** A pool that was started again carries out what was decided while it was away for a moment. */
  private static final Duration STILL_GOOD = Duration.ofMinutes(2);

  private final String pool;
  private final Function<ScalingOrder, Optional<String>> actuator;
  private final PoolMetrics metrics;
  private final Instant started;

  /**
   * @param started when this pool started
   * @param actuator carries out, and says what kept it from doing so as a whole
   */
  public ScalingOrders(
      String pool,
      Instant started,
      Function<ScalingOrder, Optional<String>> actuator,
      PoolMetrics metrics) {
    this.pool = pool;
    this.started = started;
    this.actuator = actuator;
    this.metrics = metrics;
  }

  @Override
  public void on(TopicView.Record<ScalingDecision> seen) {
    ScalingDecision decision = seen.value();
    if (decision == null || !decision.getPool().equals(pool) || decision.getDryRun()) {
      return;
    }
    if (seen.at().isBefore(started.minus(STILL_GOOD))) {
      return;
    }
    try {
      Optional<ScalingOrder> order = order(decision);
      if (order.isPresent()) {
        boolean whole = actuator.apply(order.get()).isEmpty();
        metrics.scaled(whole ? Scaling.CARRIED_OUT : Scaling.HELD_BACK);
      }
    } catch (InvalidIdentifier e) {
      metrics.scaled(Scaling.REFUSED);
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("decision", decision.getDecisionId())
          .log("scaling decision names no version");
    }
  }

  /** Empty for a decision that wants nothing. */
  static Optional<ScalingOrder> order(ScalingDecision decision) {
    return action(decision.getAction())
        .map(
            action ->
                new ScalingOrder(
                    decision.getDecisionId(),
                    action,
                    new EngineVersion(decision.getEngineVersion()),
                    Optional.ofNullable(decision.getSize()),
                    Math.max(0, decision.getCount()),
                    Math.max(0, decision.getTarget()),
                    decision.getClusters()));
  }

  private static Optional<ScalingOrder.Action> action(ScalingAction action) {
    return switch (action) {
      case OUT -> Optional.of(ScalingOrder.Action.OUT);
      case IN -> Optional.of(ScalingOrder.Action.IN);
      case UP -> Optional.of(ScalingOrder.Action.UP);
      case REPLACE -> Optional.of(ScalingOrder.Action.REPLACE);
      case HOLD, UNKNOWN -> Optional.empty();
    };
  }
}
