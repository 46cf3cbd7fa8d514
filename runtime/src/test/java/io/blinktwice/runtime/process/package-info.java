@NullMarked
package io.blinktwice.runtime.process;

import org.jspecify.annotations.NullMarked;
