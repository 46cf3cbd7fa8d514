@NullMarked
package io.blinktwice.app.sizing;

import org.jspecify.annotations.NullMarked;
