/** A simulated fleet through all roles that judge runs. */
@NullMarked
package io.blinktwice.bench.fleet;

import org.jspecify.annotations.NullMarked;
