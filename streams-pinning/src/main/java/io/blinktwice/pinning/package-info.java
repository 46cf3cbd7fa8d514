/** Wiring of the role {@code pinning}. */
@NullMarked
package io.blinktwice.pinning;

import org.jspecify.annotations.NullMarked;
