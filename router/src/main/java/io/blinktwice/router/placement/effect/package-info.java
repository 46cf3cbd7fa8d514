/** Placement as it acts: the desk that holds what is believed, and what it tells and remembers. */
@NullMarked
package io.blinktwice.router.placement.effect;

import org.jspecify.annotations.NullMarked;
