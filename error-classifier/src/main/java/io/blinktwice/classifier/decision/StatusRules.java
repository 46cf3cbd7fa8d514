package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;

/** What a gRPC status says where no server named an exception. */
final class StatusRules {
  /**
   * Measured: a server that is killed and one whose memory ran out end a call alike. Only the exit
   * code tells them apart, and it comes later than this answer.
   */
  static final Rule SERVER_LOST =
      new Rule.NamelessStatus(
          "ServerWasLost",
          Set.of("UNAVAILABLE"),
          new Odds(0.15, 0.80, 0.05),
          "The connection to the server ended; its exit code may yet say that memory ran out");

  static final Rule CANCELLED =
      new Rule.NamelessStatus(
          "ClientCancelled",
          Set.of("CANCELLED"),
          Odds.ofUser(0.85),
          "The client cancelled the call");

  static final Rule NOT_ALLOWED =
      new Rule.NamelessStatus(
          "ServerRefusedTheCaller",
          Set.of("UNAUTHENTICATED", "PERMISSION_DENIED"),
          Odds.ofUser(0.85),
          "The server does not let this caller in");

  static final Rule WORDLESS =
      new Rule.WordlessStatus(
          "EngineGaveUpWithoutAWord",
          Set.of("UNKNOWN", "INTERNAL"),
          Odds.ofSystem(0.85),
          "The engine failed in a way that it could not even report");

  static final List<Rule> IN_ORDER = List.of(SERVER_LOST, CANCELLED, NOT_ALLOWED, WORDLESS);

  private StatusRules() {}
}
