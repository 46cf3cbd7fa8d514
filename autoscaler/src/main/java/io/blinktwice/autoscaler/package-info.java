/** How many servers of which size each pool has, and how much memory each workload gets. */
@NullMarked
package io.blinktwice.autoscaler;

import org.jspecify.annotations.NullMarked;
