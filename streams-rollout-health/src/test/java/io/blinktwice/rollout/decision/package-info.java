@NullMarked
package io.blinktwice.rollout.decision;

import org.jspecify.annotations.NullMarked;
