/** The verb 'bench': named benchmarks, and what they print. */
@NullMarked
package io.blinktwice.bench;

import org.jspecify.annotations.NullMarked;
