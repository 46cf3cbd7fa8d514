/** The HTTP side's hold on Kafka: it writes commands and releases, and reads what came of them. */
@NullMarked
package io.blinktwice.rollout.effect;

import org.jspecify.annotations.NullMarked;
