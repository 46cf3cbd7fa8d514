/** Tests of the verb. */
@NullMarked
package io.blinktwice.bench;

import org.jspecify.annotations.NullMarked;
