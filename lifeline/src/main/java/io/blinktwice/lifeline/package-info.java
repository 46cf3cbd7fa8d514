/** Ends a child process when its parent is gone. */
@NullMarked
package io.blinktwice.lifeline;

import org.jspecify.annotations.NullMarked;
