@NullMarked
package io.blinktwice.pinning.performance.decision;

import org.jspecify.annotations.NullMarked;
