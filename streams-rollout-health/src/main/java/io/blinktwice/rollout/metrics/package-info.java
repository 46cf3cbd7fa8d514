/** What the role {@code rollout} measures. */
@NullMarked
package io.blinktwice.rollout.metrics;

import org.jspecify.annotations.NullMarked;
