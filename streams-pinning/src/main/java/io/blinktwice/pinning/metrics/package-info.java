/** What the role {@code pinning} counts and measures. */
@NullMarked
package io.blinktwice.pinning.metrics;

import org.jspecify.annotations.NullMarked;
