/** The topic catalogue: which topics there are, what they carry and how they are kept. */
@NullMarked
package io.blinktwice.schemas;

import org.jspecify.annotations.NullMarked;
