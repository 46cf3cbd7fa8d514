@NullMarked
package io.blinktwice.pinning.store;

import org.jspecify.annotations.NullMarked;
