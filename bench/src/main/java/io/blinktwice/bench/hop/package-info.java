/** What Kafka and Kafka Streams cost before we do anything: the floors. */
@NullMarked
package io.blinktwice.bench.hop;

import org.jspecify.annotations.NullMarked;
