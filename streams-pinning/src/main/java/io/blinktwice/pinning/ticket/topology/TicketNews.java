package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.events.Ticket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a record of a ticket says whether people are to be told of it.
 *
 * <p>Most records only count one more member. One that changes the ticket has an id of its own kind
 * in {@code ce_id}, and there is exactly one such record for each revision.
 */
public final class TicketNews {
  private static final String NEWS = "-revision-";
  private static final String COUNT = "-count-";

  private TicketNews() {}

  static String id(Ticket ticket, boolean news) {
    return news
        ? ticket.getTicketId() + NEWS + ticket.getRevision()
        : ticket.getTicketId()
            + COUNT
            + ticket.getHarmedRuns()
            + "-"
            + ticket.getChangedAt().toEpochMilli();
  }

  /** The id by which people are told; empty if they are not. */
  public static Optional<String> of(@Nullable String id) {
    return id != null && id.contains(NEWS) ? Optional.of(id) : Optional.empty();
  }
}
