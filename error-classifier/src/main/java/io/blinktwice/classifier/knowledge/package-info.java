/** What the classifier knows and has learnt, read from the program's own resources. */
@NullMarked
package io.blinktwice.classifier.knowledge;

import org.jspecify.annotations.NullMarked;
