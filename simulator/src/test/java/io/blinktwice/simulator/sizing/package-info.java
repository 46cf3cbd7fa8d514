@NullMarked
package io.blinktwice.simulator.sizing;

import org.jspecify.annotations.NullMarked;
