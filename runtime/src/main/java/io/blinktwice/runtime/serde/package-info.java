/** Avro values in Confluent's wire format, over any registry that speaks Confluent's API. */
@NullMarked
package io.blinktwice.runtime.serde;

import org.jspecify.annotations.NullMarked;
