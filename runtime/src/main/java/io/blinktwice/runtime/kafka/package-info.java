/** Writing to and reading from our topics outside of Kafka Streams. */
@NullMarked
package io.blinktwice.runtime.kafka;

import org.jspecify.annotations.NullMarked;
