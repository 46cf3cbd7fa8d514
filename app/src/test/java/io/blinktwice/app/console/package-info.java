@NullMarked
package io.blinktwice.app.console;

import org.jspecify.annotations.NullMarked;
