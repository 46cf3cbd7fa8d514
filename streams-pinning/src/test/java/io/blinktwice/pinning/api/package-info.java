@NullMarked
package io.blinktwice.pinning.api;

import org.jspecify.annotations.NullMarked;
