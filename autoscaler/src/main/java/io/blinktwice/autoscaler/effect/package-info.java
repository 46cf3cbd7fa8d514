/** The hold that the autoscaler has on Kafka and on Kubernetes. */
@NullMarked
package io.blinktwice.autoscaler.effect;

import org.jspecify.annotations.NullMarked;
