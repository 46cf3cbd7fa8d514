package io.blinktwice.rollout.judge.decision;

import java.util.function.ToDoubleFunction;

/** Where units' draws fall, for each release on its own: whom waves admit. */
public interface Draws {
  ToDoubleFunction<String> forRelease(String release);
}
