package io.blinktwice.classifier.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a server's process ended, as its supervisor tells it.
 *
 * @param code its exit code, or the one that says the same as the loss reason
 */
public record ProcessEnd(int code, Instant at) {
  /** How long an end may come before or after the failure that it explains. */
  public static final Duration BOUND = Duration.ofMinutes(2);

  private static final int OUT_OF_MEMORY = 52;
  private static final int NODE_LOST = -100;

  /** What ended a process, apart from its exit code. */
  public enum Loss {
    STOPPED,
    OUT_OF_MEMORY,
    KILLED,
    CRASHED,
    NODE_LOST,
    UNKNOWN
  }

  /** The code to judge by; empty where the end explains nothing. */
  public static OptionalInt code(Loss loss, OptionalInt exitCode) {
    return switch (loss) {
      case STOPPED -> OptionalInt.empty();
      case OUT_OF_MEMORY -> OptionalInt.of(OUT_OF_MEMORY);
      case NODE_LOST -> OptionalInt.of(NODE_LOST);
      case KILLED, CRASHED, UNKNOWN -> exitCode;
    };
  }

  /** Whether it may be why something failed then. */
  public boolean explains(Instant failedAt) {
    return Duration.between(failedAt, at).abs().compareTo(BOUND) <= 0;
  }

  /**
   * Whether a failure can be the end of its server: an exception that a server still named, and was
   * not that of a context being stopped, is its own explanation.
   */
  public static boolean mayExplain(Failure failure) {
    Evidence evidence = EvidenceReader.read(failure);
    boolean goingDown = evidence.met().containsKey(InfrastructureRules.SHUTTING_DOWN.name());
    return failure.exitCode().isEmpty() && (!evidence.exceptionNamed() || goingDown);
  }
}
