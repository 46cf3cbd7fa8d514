/**
 * Tells other systems of tickets: signed, to public addresses only, again and again until heard.
 */
@NullMarked
package io.blinktwice.pinning.ticket.effect;

import org.jspecify.annotations.NullMarked;
