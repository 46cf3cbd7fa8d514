/** What people ask of the classifier over HTTP. */
@NullMarked
package io.blinktwice.classifier.api;

import org.jspecify.annotations.NullMarked;
