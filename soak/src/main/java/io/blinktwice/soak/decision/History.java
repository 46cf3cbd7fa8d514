package io.blinktwice.soak.decision;

import io.blinktwice.soak.decision.Violation.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks what was accepted against what came of it: every accepted record is applied, recognised as
 * a repetition or set aside, and every attempt has one first verdict.
 *
 * <p>A bit for each record and effect: hours of thousands of records a second fit into a few
 * megabytes. Not thread-safe.
 */
public final class History {
  private static final int MOST_VIOLATIONS = 200;

  private final Marks accepted = new Marks();
  private final Marks repeated = new Marks();
  private final Marks unanswered = new Marks();
  private final BitSet blinking = new BitSet();
  private final BitSet firstVerdicts = new BitSet();
  private final BitSet secondVerdicts = new BitSet();
  private final BitSet deadLetters = new BitSet();
  private final List<Violation> found = new ArrayList<>();

  /** A bit for each part of each run. */
  private static final class Marks {
    private final List<BitSet> byPart =
        Stream.generate(BitSet::new).limit(Part.values().length).toList();

    BitSet of(Part part) {
      return byPart.get(part.ordinal());
    }

    long count() {
      return byPart.stream().mapToLong(BitSet::cardinality).sum();
    }
  }

  /** The brokers have it; a second time when it was sent twice. */
  public void accepted(Run run, Part part) {
    blinking.set(run.number(), run.blinks());
    BitSet once = accepted.of(part);
    (once.get(run.number()) ? repeated : accepted).of(part).set(run.number());
  }

  /** Nobody knows whether the brokers have it: it may have an effect and need not. */
  public void unanswered(Run run, Part part) {
    blinking.set(run.number(), run.blinks());
    unanswered.of(part).set(run.number());
  }

  public void verdict(String runId, int attempt) {
    int run = Run.numberOf(runId);
    if (run < 0 || attempt < 1 || attempt > 2) {
      violated(Kind.UNEXPECTED, runId + "/" + attempt, "a verdict on what was never reported");
      return;
    }
    BitSet verdicts = attempt == 1 ? firstVerdicts : secondVerdicts;
    if (verdicts.get(run)) {
      violated(Kind.DUPLICATED, runId + "/" + attempt, "a second first verdict");
    }
    verdicts.set(run);
  }

  public void deadLetter(String eventId, String reason) {
    Event event = Event.of(eventId).orElse(null);
    if (event == null || event.part() != Part.POISON) {
      violated(Kind.UNEXPECTED, eventId, "a good record was set aside: " + reason);
      return;
    }
    if (deadLetters.get(event.run())) {
      violated(Kind.DUPLICATED, eventId, "a second dead letter");
    }
    deadLetters.set(event.run());
  }

  private void violated(Kind kind, String subject, String sentence) {
    if (found.size() < MOST_VIOLATIONS) {
      found.add(new Violation(kind, subject, sentence));
    }
  }

  /** Effects that are still to come. */
  public int open() {
    return missing(firstDue(), firstVerdicts).cardinality()
        + missing(accepted.of(Part.SECOND_END), secondVerdicts).cardinality()
        + missing(accepted.of(Part.POISON), deadLetters).cardinality();
  }

  /** What is wrong whatever may still come. */
  public List<Violation> violations() {
    return List.copyOf(found);
  }

  /** What is wrong when nothing comes any more. */
  public List<Violation> violationsAtTheEnd() {
    List<Violation> all = new ArrayList<>(found);
    add(all, Kind.LOST, missing(firstDue(), firstVerdicts), "/1", "no verdict");
    add(all, Kind.LOST, missing(accepted.of(Part.SECOND_END), secondVerdicts), "/2", "no verdict");
    add(all, Kind.LOST, missing(accepted.of(Part.POISON), deadLetters), "/poison", "no letter");
    add(all, Kind.UNEXPECTED, missing(firstVerdicts, firstPossible()), "/1", "never reported");
    add(
        all,
        Kind.UNEXPECTED,
        missing(secondVerdicts, possible(Part.SECOND_END)),
        "/2",
        "never reported");
    return List.copyOf(all);
  }

  /** How the accepted records were dealt with. */
  public Account account() {
    BitSet applied = with(firstDue(), firstVerdicts);
    long first = applied.cardinality();
    long classifications = with(accepted.of(Part.CLASSIFICATION), applied).cardinality();
    long second = with(accepted.of(Part.SECOND_END), secondVerdicts).cardinality();
    long letters = with(accepted.of(Part.POISON), deadLetters).cardinality();
    long again =
        with(repeated.of(Part.FIRST_END), firstVerdicts).cardinality()
            + with(repeated.of(Part.CLASSIFICATION), firstVerdicts).cardinality()
            + with(repeated.of(Part.SECOND_END), secondVerdicts).cardinality();
    long all = accepted.count() + repeated.count();
    return new Account(all, first + classifications + second, again, letters);
  }

  /** Records that nobody knows of whether they were accepted. */
  public long unanswered() {
    return unanswered.count();
  }

  /** First attempts of which all is reported that a verdict needs. */
  private BitSet firstDue() {
    return due(accepted.of(Part.FIRST_END), accepted.of(Part.CLASSIFICATION));
  }

  private BitSet firstPossible() {
    return due(possible(Part.FIRST_END), possible(Part.CLASSIFICATION));
  }

  private BitSet due(BitSet ends, BitSet classifications) {
    BitSet due = missing(ends, blinking);
    due.or(with(with(ends, blinking), classifications));
    return due;
  }

  private BitSet possible(Part part) {
    BitSet possible = (BitSet) accepted.of(part).clone();
    possible.or(unanswered.of(part));
    return possible;
  }

  private static BitSet missing(BitSet from, BitSet there) {
    BitSet missing = (BitSet) from.clone();
    missing.andNot(there);
    return missing;
  }

  private static BitSet with(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    return both;
  }

  private static void add(
      List<Violation> all, Kind kind, BitSet runs, String suffix, String sentence) {
    runs.stream()
        .limit(MOST_VIOLATIONS)
        .forEach(run -> all.add(new Violation(kind, "run-" + run + suffix, sentence)));
  }
}
