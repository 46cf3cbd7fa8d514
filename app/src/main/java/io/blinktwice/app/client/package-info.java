/** Commands of people and scripts that use the HTTP API of a running control plane. */
@NullMarked
package io.blinktwice.app.client;

import org.jspecify.annotations.NullMarked;
