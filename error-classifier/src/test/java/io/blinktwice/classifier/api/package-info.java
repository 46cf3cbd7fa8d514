@NullMarked
package io.blinktwice.classifier.api;

import org.jspecify.annotations.NullMarked;
