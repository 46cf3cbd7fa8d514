@NullMarked
package io.blinktwice.runtime.instance;

import org.jspecify.annotations.NullMarked;
