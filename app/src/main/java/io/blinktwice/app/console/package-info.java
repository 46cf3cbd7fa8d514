/** The web page: its files, as the build made them. */
@NullMarked
package io.blinktwice.app.console;

import org.jspecify.annotations.NullMarked;
