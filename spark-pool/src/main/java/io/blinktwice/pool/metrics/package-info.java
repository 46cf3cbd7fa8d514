/** What the pool counts and measures. */
@NullMarked
package io.blinktwice.pool.metrics;

import org.jspecify.annotations.NullMarked;
