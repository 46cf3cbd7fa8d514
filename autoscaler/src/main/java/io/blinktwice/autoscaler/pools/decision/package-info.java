/** What is known of pools, and what becomes of it at each beat: pure. */
@NullMarked
package io.blinktwice.autoscaler.pools.decision;

import org.jspecify.annotations.NullMarked;
