package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.TicketCommand;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.decision.TicketOrder;
import io.blinktwice.pinning.ticket.decision.TicketOrder.Wish;
import io.blinktwice.runtime.streams.UnusableRecord;
import org.jspecify.annotations.Nullable;

/** What a command says, in the decision's words. */
final class TicketOrders {
  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_NAME = 200;

  private TicketOrders() {}

  static TicketOrder of(TicketCommand command) {
    if (command.getWorkspace() != null) {
      throw new UnusableRecord("tickets are the platform's: a workspace orders nothing of them");
    }
    try {
      return new TicketOrder(
          name(command.getCommandId()),
          wish(command),
          command.getIfRevision(),
          name(command.getActor()),
          cut(command.getReason(), LONGEST_TEXT));
    } catch (IllegalArgumentException e) {
      throw new UnusableRecord(String.valueOf(e.getMessage()), e);
    }
  }

  private static Wish wish(TicketCommand command) {
    return switch (command.getKind()) {
      case FALSE_POSITIVE -> new Wish.FalsePositive();
      case FIXED_IN -> new Wish.FixedIn(new EngineVersion(needed("version", command.getVersion())));
      case REASSIGN -> new Wish.Reassign(orNull(command.getTeam()), orNull(command.getAssignee()));
      case MERGE -> new Wish.Merge(new TicketId(name(needed("ticket", command.getInto()))));
      case SPLIT -> new Wish.Split(command.getMembers());
      case COMMENT -> new Wish.Comment(cut(needed("text", command.getText()), LONGEST_TEXT));
      case CLOSE -> new Wish.Close();
      case UNKNOWN -> throw new UnusableRecord("a command of a kind that is not known here");
    };
  }

  private static String needed(String what, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new UnusableRecord("the command names no " + what);
    }
    return value;
  }

  private static @Nullable String orNull(@Nullable String name) {
    return name == null || name.isBlank() ? null : name(name);
  }

  private static String name(String text) {
    return cut(text, LONGEST_NAME);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
