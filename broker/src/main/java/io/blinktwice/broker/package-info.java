/** One durable Kafka node for a single machine. */
@NullMarked
package io.blinktwice.broker;

import org.jspecify.annotations.NullMarked;
