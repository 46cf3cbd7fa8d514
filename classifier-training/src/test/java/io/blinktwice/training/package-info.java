@NullMarked
package io.blinktwice.training;

import org.jspecify.annotations.NullMarked;
