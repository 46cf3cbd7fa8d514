@NullMarked
package io.blinktwice.classifier.retraining;

import org.jspecify.annotations.NullMarked;
