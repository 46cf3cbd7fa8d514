/** Tickets over HTTP. */
@NullMarked
package io.blinktwice.pinning.ticket.api;

import org.jspecify.annotations.NullMarked;
