@NullMarked
package io.blinktwice.rollout.topology;

import org.jspecify.annotations.NullMarked;
