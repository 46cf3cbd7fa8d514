package io.blinktwice.classifier.decision;

import java.util.List;

/** Phrases for what lies below the engine, whichever exception carries them. */
final class InfrastructureRules {
  static final Rule SHUTTING_DOWN =
      new Rule.Phrase(
          "ServerWasGoingDown",
          List.of("SparkContext was shut down", "Cannot call methods on a stopped SparkContext"),
          new Odds(0.30, 0.55, 0.15),
          "The server was going down: drained, killed, or stopped by the job itself");

  static final Rule DISK =
      new Rule.Phrase(
          "DiskIsFull",
          List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk"),
          Odds.ofInfrastructure(0.96),
          "A disk was full");

  static final Rule BROKEN_DISK =
      new Rule.Phrase(
          "DiskFails",
          List.of("IOException: Input/output error", "Stale file handle", "Read-only file system"),
          Odds.ofInfrastructure(0.95),
          "A file system failed");

  static final Rule THROTTLED =
      new Rule.Phrase(
          "ServiceThrottles",
          List.of(
              "Status Code: 429",
              "Status Code: 503",
              "Slow Down",
              "SlowDown",
              "Too Many Requests",
              "ThrottlingException",
              "RequestLimitExceeded",
              "Rate exceeded"),
          Odds.ofInfrastructure(0.95),
          "A service that the run needs turned requests away");

  static final Rule CREDENTIALS =
      new Rule.Phrase(
          "PlatformCredentialsExpired",
          List.of("ExpiredToken", "security token * expired", "InvalidToken: token * expired"),
          Odds.ofInfrastructure(0.90),
          "Credentials that the platform hands out had expired");

  static final Rule BLOCK_MISSING =
      new Rule.Phrase(
          "StorageLostABlock",
          List.of("BlockMissingException", "Could not obtain block"),
          Odds.ofInfrastructure(0.90),
          "The storage could not deliver a block that it should have");

  static final Rule UNREACHABLE =
      new Rule.Phrase(
          "ServerCannotBeReached",
          List.of(
              "Connection refused",
              "No route to host",
              "Network is unreachable",
              "Connection reset",
              "Connection timed out",
              "connect timed out"),
          Odds.ofInfrastructure(0.85),
          "A connection failed; a wrong address of the user's would look alike");

  static final Rule NAMES =
      new Rule.Phrase(
          "NameDoesNotResolve",
          List.of(
              "UnknownHostException",
              "Name or service not known",
              "Temporary failure in name resolution"),
          Odds.ofInfrastructure(0.85),
          "A host name did not resolve; a misspelt one of the user's would look alike");

  /** Whatever wraps these, they are the cause. */
  static final List<Rule> INSIDE_ANY_WRAPPER =
      List.of(
          SHUTTING_DOWN,
          DISK,
          BROKEN_DISK,
          THROTTLED,
          CREDENTIALS,
          BLOCK_MISSING,
          UNREACHABLE,
          NAMES);

  private InfrastructureRules() {}
}
