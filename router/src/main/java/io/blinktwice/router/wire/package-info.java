/** Reads the few fields of Spark Connect's messages that the gateway needs; writes none. */
@NullMarked
package io.blinktwice.router.wire;

import org.jspecify.annotations.NullMarked;
