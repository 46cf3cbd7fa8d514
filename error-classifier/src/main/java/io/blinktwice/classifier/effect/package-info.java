/** What the classifier reads from topics beside its own stream. */
@NullMarked
package io.blinktwice.classifier.effect;

import org.jspecify.annotations.NullMarked;
