package io.blinktwice.app.simulated;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What was reported against what came of it: every accepted record is applied, recognised as a
 * repetition or set aside, and every attempt that ended has one first verdict. A few bits for each
 * attempt: an hour of thousands a second fits into a few megabytes.
 */
final class FleetAccount {
  /** The run's number and the attempt in one; more attempts than this nobody makes. */
  static final int MOST_ATTEMPTS = 7;

  private static final int MOST_VIOLATIONS = 20;

  private final BitSet started = new BitSet();
  private final BitSet ended = new BitSet();
  private final BitSet repeated = new BitSet();
  private final BitSet spoiled = new BitSet();
  private final BitSet verdicts = new BitSet();
  private final BitSet letters = new BitSet();
  private final List<String> violations = new ArrayList<>();
  private long unanswered;

  /** What a record is about its attempt. */
  enum Part {
    STARTED,
    ENDED,
    /** The end once more, as from a reporter that never heard that it was taken. */
    REPEATED,
    /** The end under the key of another workload: nobody can use it. */
    SPOILED
  }

  /** One attempt of one run. */
  record Attempt(int run, int number) {
    private int bit() {
      return run * (MOST_ATTEMPTS + 1) + number;
    }

    @Override
    public String toString() {
      return "attempt %d of run %d".formatted(number, run);
    }
  }

  /** The brokers have it. */
  synchronized void accepted(Attempt attempt, Part part) {
    marks(part).set(attempt.bit());
  }

  private BitSet marks(Part part) {
    return switch (part) {
      case STARTED -> started;
      case ENDED -> ended;
      case REPEATED -> repeated;
      case SPOILED -> spoiled;
    };
  }

  /** Nobody knows whether the brokers have it. */
  synchronized void unanswered() {
    unanswered++;
  }

  /** The first verdict on an attempt; corrections of it are not told. */
  synchronized void verdict(Attempt attempt) {
    if (verdicts.get(attempt.bit())) {
      violated("a second first verdict on " + attempt);
    }
    verdicts.set(attempt.bit());
  }

  /** A record of ours was set aside; each role that cannot use one writes a letter. */
  synchronized void letter(Attempt attempt, Part part, String reason) {
    if (part == Part.SPOILED) {
      letters.set(attempt.bit());
    } else {
      violated("a good record of %s was set aside: %s".formatted(attempt, reason));
    }
  }

  private void violated(String sentence) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(sentence);
    }
  }

  /**
   * In numbers.
   *
   * @param missing effects that never came
   * @param unanswered records of which nobody knows whether they were accepted
   */
  record Balance(
      long accepted,
      long applied,
      long deduplicated,
      long deadLettered,
      long missing,
      long unanswered,
      List<String> violations) {
    boolean isClean() {
      return accepted == applied + deduplicated + deadLettered
          && missing == 0
          && violations.isEmpty();
    }

    String sentence() {
      return "accepted %,d = applied %,d + deduplicated %,d + dead-lettered %,d"
          .formatted(accepted, applied, deduplicated, deadLettered);
    }
  }

  synchronized Balance balance() {
    long applied = both(started, verdicts) + both(ended, verdicts);
    long missing =
        ended.cardinality()
            - both(ended, verdicts)
            + spoiled.cardinality()
            - both(spoiled, letters);
    long accepted =
        (long) started.cardinality()
            + ended.cardinality()
            + repeated.cardinality()
            + spoiled.cardinality();
    return new Balance(
        accepted,
        applied,
        both(repeated, verdicts),
        both(spoiled, letters),
        missing,
        unanswered,
        List.copyOf(violations));
  }

  private static long both(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    return both.cardinality();
  }
}
