/** Classification without a broker: JSON lines in, JSON lines out. */
@NullMarked
package io.blinktwice.classifier.offline;

import org.jspecify.annotations.NullMarked;
