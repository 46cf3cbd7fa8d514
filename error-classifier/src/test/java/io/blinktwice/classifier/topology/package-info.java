@NullMarked
package io.blinktwice.classifier.topology;

import org.jspecify.annotations.NullMarked;
