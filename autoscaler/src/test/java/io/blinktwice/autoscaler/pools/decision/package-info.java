@NullMarked
package io.blinktwice.autoscaler.pools.decision;

import org.jspecify.annotations.NullMarked;
