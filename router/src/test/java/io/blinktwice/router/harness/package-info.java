/** What the gateway's tests put around it: real gRPC servers and wires that can be cut. */
@NullMarked
package io.blinktwice.router.harness;

import org.jspecify.annotations.NullMarked;
