package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Pin;

/**
 * Names a ticket by what fails on which release, so that all workloads that one bug hits meet in
 * one ticket without asking anybody.
 */
public record TicketId(String value) implements Comparable<TicketId> {
  private static final String RULE = "1";

  public TicketId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a ticket's id is empty");
    }
  }

  public static TicketId of(EngineVersion release, String signature) {
    return new TicketId(Pin.ticketOf(release, signature));
  }

  /** The ticket that a split makes: another one for each command. */
  TicketId splitBy(String command) {
    return new TicketId(DecisionId.of("ticket", RULE, "split", value, command).value());
  }

  @Override
  public int compareTo(TicketId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
