/** The frame of every benchmark: interleaved blocks, intervals, lines. */
@NullMarked
package io.blinktwice.bench.measure;

import org.jspecify.annotations.NullMarked;
