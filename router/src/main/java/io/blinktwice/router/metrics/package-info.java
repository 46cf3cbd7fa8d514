/** What the gateway counts and measures. */
@NullMarked
package io.blinktwice.router.metrics;

import org.jspecify.annotations.NullMarked;
