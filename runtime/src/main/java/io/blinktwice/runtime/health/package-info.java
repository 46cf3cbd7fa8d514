/** Whether an instance may be taken away, and how it is. */
@NullMarked
package io.blinktwice.runtime.health;

import org.jspecify.annotations.NullMarked;
