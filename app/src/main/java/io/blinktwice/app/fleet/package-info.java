/** The fleet as a whole: which workloads there are, and on which versions they run. */
@NullMarked
package io.blinktwice.app.fleet;

import org.jspecify.annotations.NullMarked;
