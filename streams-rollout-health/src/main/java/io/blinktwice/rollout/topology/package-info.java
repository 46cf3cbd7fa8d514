/** Commands and releases in, decisions out: decode, decide, encode. */
@NullMarked
package io.blinktwice.rollout.topology;

import org.jspecify.annotations.NullMarked;
