/** Learns from what retries proved: a candidate beside the classifier, and what it is worth. */
@NullMarked
package io.blinktwice.classifier.retraining;

import org.jspecify.annotations.NullMarked;
