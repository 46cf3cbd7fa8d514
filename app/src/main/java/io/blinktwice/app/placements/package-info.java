/** What gateways decided of statements, and which of them wait; read from their topics. */
@NullMarked
package io.blinktwice.app.placements;

import org.jspecify.annotations.NullMarked;
