@NullMarked
package io.blinktwice.autoscaler.api;

import org.jspecify.annotations.NullMarked;
