/** What the autoscaler's decisions take. */
@NullMarked
package io.blinktwice.bench.autoscaler;

import org.jspecify.annotations.NullMarked;
