@NullMarked
package io.blinktwice.app.simulated;

import org.jspecify.annotations.NullMarked;
