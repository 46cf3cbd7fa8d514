package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.regex.Pattern;

/** Phrases for what lies below the engine, whichever exception carries them. */
final class InfrastructureRules {
  static final Rule SHUTTING_DOWN =
      new Rule.Phrase(
          "ServerWasGoingDown",
          Pattern.compile(
              "SparkContext was shut down|Cannot call methods on a stopped SparkContext"),
          new Odds(0.30, 0.55, 0.15),
          "The server was going down: drained, killed, or stopped by the job itself");

  static final Rule DISK =
      new Rule.Phrase(
          "DiskIsFull",
          Pattern.compile(
              "No space left on device|Disk quota exceeded|not enough space on the disk"),
          Odds.ofInfrastructure(0.96),
          "A disk was full");

  static final Rule BROKEN_DISK =
      new Rule.Phrase(
          "DiskFails",
          Pattern.compile(
              "IOException: Input/output error|Stale file handle|Read-only file system"),
          Odds.ofInfrastructure(0.95),
          "A file system failed");

  static final Rule THROTTLED =
      new Rule.Phrase(
          "ServiceThrottles",
          Pattern.compile(
              "Status Code: (?:429|503)\\b|\\bSlow ?Down\\b|Too Many Requests|ThrottlingException"
                  + "|RequestLimitExceeded|Rate exceeded"),
          Odds.ofInfrastructure(0.95),
          "A service that the run needs turned requests away");

  static final Rule CREDENTIALS =
      new Rule.Phrase(
          "PlatformCredentialsExpired",
          Pattern.compile(
              "ExpiredToken|security token .{0,60}expired|InvalidToken: token .{0,80}expired"),
          Odds.ofInfrastructure(0.90),
          "Credentials that the platform hands out had expired");

  static final Rule BLOCK_MISSING =
      new Rule.Phrase(
          "StorageLostABlock",
          Pattern.compile("BlockMissingException|Could not obtain block"),
          Odds.ofInfrastructure(0.90),
          "The storage could not deliver a block that it should have");

  static final Rule UNREACHABLE =
      new Rule.Phrase(
          "ServerCannotBeReached",
          Pattern.compile(
              "Connection refused|No route to host|Network is unreachable|Connection reset"
                  + "|Connection timed out|connect timed out"),
          Odds.ofInfrastructure(0.85),
          "A connection failed; a wrong address of the user's would look alike");

  static final Rule NAMES =
      new Rule.Phrase(
          "NameDoesNotResolve",
          Pattern.compile(
              "UnknownHostException|Name or service not known"
                  + "|Temporary failure in name resolution"),
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
