/** Sessions of the gateways and what runs in them, read from their topics. */
@NullMarked
package io.blinktwice.app.sessions;

import org.jspecify.annotations.NullMarked;
