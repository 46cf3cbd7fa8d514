@NullMarked
package io.blinktwice.rollout.health.decision;

import org.jspecify.annotations.NullMarked;
