package io.blinktwice.pinning.sizing.decision;

import io.blinktwice.contract.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the sizes of one workload: the newest advice, and what the attempts had
 * that failed lately. Within a bound: a run that is tried again is among the last ones.
 *
 * @param attempts newest first
 */
public record SizeRecord(@Nullable SizeAdvice advice, List<SizedAttempt> attempts) {
  public static final SizeRecord NONE = new SizeRecord(null, List.of());

  static final int MOST_ATTEMPTS = 16;

  public SizeRecord {
    attempts = List.copyOf(attempts);
  }

  /** With newer advice; without any where it was withdrawn. */
  public SizeRecord advised(@Nullable SizeAdvice newest) {
    return new SizeRecord(newest, attempts);
  }

  /** An attempt failed; what was said of it first stays. */
  public SizeRecord failed(Attempt attempt, @Nullable String size, int neighbours) {
    return of(attempt).isPresent()
        ? this
        : with(new SizedAttempt(attempt, size, Math.max(0, neighbours), null));
  }

  /** Its verdict asked for this. */
  SizeRecord asked(Attempt attempt, SizeWish next) {
    SizedAttempt known = of(attempt).orElseGet(() -> new SizedAttempt(attempt, null, 0, null));
    return with(new SizedAttempt(attempt, known.size(), known.neighbours(), next));
  }

  private SizeRecord with(SizedAttempt newest) {
    List<SizedAttempt> kept = new ArrayList<>();
    kept.add(newest);
    for (SizedAttempt each : attempts) {
      if (kept.size() < MOST_ATTEMPTS && !each.attempt().equals(newest.attempt())) {
        kept.add(each);
      }
    }
    return new SizeRecord(advice, kept);
  }

  public Optional<SizedAttempt> of(Attempt attempt) {
    return attempts.stream().filter(each -> each.attempt().equals(attempt)).findFirst();
  }

  /**
   * The size for an attempt. A retry gets what the verdict before it asked for, else what the
   * attempt before it had, so that versions are compared on equal machines; the first attempt gets
   * what is advised.
   */
  public Optional<SizeWish> wishFor(Attempt attempt) {
    if (attempt.number() > 1) {
      Optional<SizedAttempt> before = of(new Attempt(attempt.run(), attempt.number() - 1));
      if (before.isPresent() && before.get().next() != null) {
        return before.map(SizedAttempt::next);
      }
      if (before.isPresent() && before.get().size() != null) {
        return before.map(each -> new SizeWish(each.size(), 0, false));
      }
    }
    return Optional.ofNullable(advice).map(SizeAdvice::wish);
  }
}
