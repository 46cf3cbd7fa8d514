@NullMarked
package io.blinktwice.runtime.query;

import org.jspecify.annotations.NullMarked;
