/** What a failure was: pure functions over what the wire said, no clock, no I/O. */
@NullMarked
package io.blinktwice.classifier.decision;

import org.jspecify.annotations.NullMarked;
