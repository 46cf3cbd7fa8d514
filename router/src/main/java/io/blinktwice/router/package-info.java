/** Wiring of the role {@code router}. */
@NullMarked
package io.blinktwice.router;

import org.jspecify.annotations.NullMarked;
