package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a ticket changed.
 *
 * @param id makes a repetition harmless
 * @param ifRevision what the actor saw: refused if the ticket has changed since
 */
public record TicketOrder(
    String id, Wish wish, @Nullable Long ifRevision, String actor, String reason) {

  /** What is wanted. */
  public sealed interface Wish {
    record FalsePositive() implements Wish {}

    record FixedIn(EngineVersion version) implements Wish {}

    record Reassign(@Nullable String team, @Nullable String assignee) implements Wish {}

    record Merge(TicketId into) implements Wish {}

    record Split(List<String> fingerprints) implements Wish {
      public Split {
        fingerprints = fingerprints.stream().distinct().sorted().toList();
      }
    }

    record Comment(String text) implements Wish {}

    record Close() implements Wish {}

    /** As the history calls it. */
    default String word() {
      return switch (this) {
        case FalsePositive wish -> "false-positive";
        case FixedIn wish -> "fixed-in";
        case Reassign wish -> "reassign";
        case Merge wish -> "merge";
        case Split wish -> "split";
        case Comment wish -> "comment";
        case Close wish -> "close";
      };
    }
  }
}
