@NullMarked
package io.blinktwice.classifier;

import org.jspecify.annotations.NullMarked;
