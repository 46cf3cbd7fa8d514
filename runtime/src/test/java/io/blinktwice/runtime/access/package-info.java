@NullMarked
package io.blinktwice.runtime.access;

import org.jspecify.annotations.NullMarked;
