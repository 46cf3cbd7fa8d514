@NullMarked
package io.blinktwice.classifier.effect;

import org.jspecify.annotations.NullMarked;
