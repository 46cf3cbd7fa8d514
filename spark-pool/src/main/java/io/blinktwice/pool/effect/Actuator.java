package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.ScalingOrder;
import java.util.Optional;

/**
 * Carries scaling decisions out, each once. It returns before they are done: that they are is told
 * by the lives of clusters, and by nothing else.
 */
public interface Actuator {
  /** Says what keeps it from carrying the order out as a whole. */
  Optional<String> carryOut(ScalingOrder order);
}
