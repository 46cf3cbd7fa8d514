/** How every Kafka Streams role is run: safe defaults, dead letters, bounded restarts. */
@NullMarked
package io.blinktwice.runtime.streams;

import org.jspecify.annotations.NullMarked;
