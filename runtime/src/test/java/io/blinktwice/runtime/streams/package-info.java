@NullMarked
package io.blinktwice.runtime.streams;

import org.jspecify.annotations.NullMarked;
