/** Tests of the frame. */
@NullMarked
package io.blinktwice.bench.measure;

import org.jspecify.annotations.NullMarked;
