/** What people may do with a roll-out, and what follows: pure functions, no clock, no I/O. */
@NullMarked
package io.blinktwice.rollout.decision;

import org.jspecify.annotations.NullMarked;
