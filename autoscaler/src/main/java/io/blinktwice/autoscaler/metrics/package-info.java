/** What the autoscaler counts. */
@NullMarked
package io.blinktwice.autoscaler.metrics;

import org.jspecify.annotations.NullMarked;
