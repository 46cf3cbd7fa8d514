package io.blinktwice.pinning.ticket.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ticket after an observation.
 *
 * @param next null where there is no ticket, and none was opened
 * @param news whether its revision has changed: what people are told of
 */
public record TicketOutcome(
    @Nullable TicketState next, boolean changed, boolean news, List<TicketChange> changes) {
  public TicketOutcome {
    changes = List.copyOf(changes);
  }
}
