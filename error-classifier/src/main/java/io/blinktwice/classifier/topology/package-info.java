/** Run events in, classifications out: decode, decide, encode. */
@NullMarked
package io.blinktwice.classifier.topology;

import org.jspecify.annotations.NullMarked;
