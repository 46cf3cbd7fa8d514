/** The program and its subcommands. */
@NullMarked
package io.blinktwice.app;

import org.jspecify.annotations.NullMarked;
