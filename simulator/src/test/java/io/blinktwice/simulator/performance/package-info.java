@NullMarked
package io.blinktwice.simulator.performance;

import org.jspecify.annotations.NullMarked;
