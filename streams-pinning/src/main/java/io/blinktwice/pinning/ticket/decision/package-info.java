/**
 * What becomes of a ticket: pure functions over its state, its members and what happens to them.
 */
@NullMarked
package io.blinktwice.pinning.ticket.decision;

import org.jspecify.annotations.NullMarked;
