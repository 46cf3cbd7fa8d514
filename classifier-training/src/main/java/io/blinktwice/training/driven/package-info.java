/** Drives real Spark Connect servers into failures whose cause is known, as it was made. */
@NullMarked
package io.blinktwice.training.driven;

import org.jspecify.annotations.NullMarked;
