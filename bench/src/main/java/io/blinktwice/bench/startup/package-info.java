/** How long an installation takes to be ready, and what it holds when idle. */
@NullMarked
package io.blinktwice.bench.startup;

import org.jspecify.annotations.NullMarked;
