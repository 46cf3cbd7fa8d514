/** What the classifier counts. */
@NullMarked
package io.blinktwice.classifier.metrics;

import org.jspecify.annotations.NullMarked;
