/** Tests of the offline use. */
@NullMarked
package io.blinktwice.classifier.offline;

import org.jspecify.annotations.NullMarked;
