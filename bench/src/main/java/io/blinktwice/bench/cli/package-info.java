/** The command line, as somebody at a terminal waits for it. */
@NullMarked
package io.blinktwice.bench.cli;

import org.jspecify.annotations.NullMarked;
