@NullMarked
package io.blinktwice.autoscaler.topology;

import org.jspecify.annotations.NullMarked;
