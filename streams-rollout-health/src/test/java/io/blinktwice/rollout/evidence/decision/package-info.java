@NullMarked
package io.blinktwice.rollout.evidence.decision;

import org.jspecify.annotations.NullMarked;
