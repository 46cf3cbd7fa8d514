@NullMarked
package io.blinktwice.simulator.scaling;

import org.jspecify.annotations.NullMarked;
