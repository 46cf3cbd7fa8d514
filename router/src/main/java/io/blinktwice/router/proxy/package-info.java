/** Passes gRPC calls on, byte for byte, without knowing what they mean. */
@NullMarked
package io.blinktwice.router.proxy;

import org.jspecify.annotations.NullMarked;
