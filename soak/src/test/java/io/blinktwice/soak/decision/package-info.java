@NullMarked
package io.blinktwice.soak.decision;

import org.jspecify.annotations.NullMarked;
