/** How large an installation has to be: {@code blinktwice size}. */
@NullMarked
package io.blinktwice.app.sizing;

import org.jspecify.annotations.NullMarked;
