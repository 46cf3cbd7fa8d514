@NullMarked
package io.blinktwice.rollout.effect;

import org.jspecify.annotations.NullMarked;
