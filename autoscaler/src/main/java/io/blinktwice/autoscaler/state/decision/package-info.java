/** Decision state as bytes. */
@NullMarked
package io.blinktwice.autoscaler.state.decision;

import org.jspecify.annotations.NullMarked;
