@NullMarked
package io.blinktwice.rollout;

import org.jspecify.annotations.NullMarked;
