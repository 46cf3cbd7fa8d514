@NullMarked
package io.blinktwice.autoscaler.vertical.decision;

import org.jspecify.annotations.NullMarked;
