@NullMarked
package io.blinktwice.classifier.decision;

import org.jspecify.annotations.NullMarked;
