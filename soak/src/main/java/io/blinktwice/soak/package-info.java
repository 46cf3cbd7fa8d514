/** Real processes under load, disturbed on purpose, and what must be true of them afterwards. */
@NullMarked
package io.blinktwice.soak;

import org.jspecify.annotations.NullMarked;
