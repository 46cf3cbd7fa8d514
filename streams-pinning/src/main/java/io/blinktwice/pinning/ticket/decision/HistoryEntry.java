package io.blinktwice.pinning.ticket.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done to a ticket, or was refused.
 *
 * @param id the command or the decision that did it
 * @param refused why nothing was done, where that is so
 * @param revision the ticket's from then on
 */
public record HistoryEntry(
    String id,
    String kind,
    String actor,
    String reason,
    @Nullable String refused,
    long revision,
    Instant at) {}
