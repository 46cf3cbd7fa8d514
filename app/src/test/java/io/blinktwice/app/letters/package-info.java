@NullMarked
package io.blinktwice.app.letters;

import org.jspecify.annotations.NullMarked;
