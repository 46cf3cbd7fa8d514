/** The classifier role: says of every failed attempt whose failure it was. */
@NullMarked
package io.blinktwice.classifier;

import org.jspecify.annotations.NullMarked;
