/** All metrics of the program, and where they are read. */
@NullMarked
package io.blinktwice.app.metrics;

import org.jspecify.annotations.NullMarked;
