@NullMarked
package io.blinktwice.training.driven;

import org.jspecify.annotations.NullMarked;
