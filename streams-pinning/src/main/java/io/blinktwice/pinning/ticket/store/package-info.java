/** What tickets keep, and how: one entry for each member, and one for what they tell each other. */
@NullMarked
package io.blinktwice.pinning.ticket.store;

import org.jspecify.annotations.NullMarked;
