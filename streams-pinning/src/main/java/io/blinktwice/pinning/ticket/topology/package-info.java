/** Tickets as a part of the pinning topology: decode, decide, remember, tell. */
@NullMarked
package io.blinktwice.pinning.ticket.topology;

import org.jspecify.annotations.NullMarked;
