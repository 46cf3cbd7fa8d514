package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;

/** Where work on a ticket stands. */
public sealed interface Standing {

  /** Nobody has looked at it. */
  record Open() implements Standing {}

  /** Somebody has. */
  record Triaged() implements Standing {}

  /** The version was not at fault; its pins go. */
  record FalsePositive(String resolution) implements Standing {}

  /** A version has the fix; a pin goes where that version is deployed to its workload. */
  record Fixed(EngineVersion in, String resolution) implements Standing {}

  /** Work has ended without a verdict; its pins live on by themselves. */
  record Closed() implements Standing {}

  /** Another ticket has taken its members. */
  record Merged(TicketId into) implements Standing {}

  /** As people read it. */
  default String word() {
    return switch (this) {
      case Open open -> "open";
      case Triaged triaged -> "triaged";
      case FalsePositive falsePositive -> "false positive";
      case Fixed(EngineVersion in, String by) -> "fixed in " + in;
      case Closed closed -> "closed";
      case Merged(TicketId into) -> "merged into " + into;
    };
  }
}
