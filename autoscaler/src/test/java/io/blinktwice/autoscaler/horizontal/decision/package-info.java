@NullMarked
package io.blinktwice.autoscaler.horizontal.decision;

import org.jspecify.annotations.NullMarked;
