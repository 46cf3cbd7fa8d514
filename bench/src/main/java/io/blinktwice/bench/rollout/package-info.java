/** The roll-out role under load, from run events to the health of versions. */
@NullMarked
package io.blinktwice.bench.rollout;

import org.jspecify.annotations.NullMarked;
