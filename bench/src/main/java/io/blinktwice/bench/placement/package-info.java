/** What placing work takes. */
@NullMarked
package io.blinktwice.bench.placement;

import org.jspecify.annotations.NullMarked;
