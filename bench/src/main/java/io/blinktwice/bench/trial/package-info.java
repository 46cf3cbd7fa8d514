/** Installations that a benchmark starts for itself. */
@NullMarked
package io.blinktwice.bench.trial;

import org.jspecify.annotations.NullMarked;
