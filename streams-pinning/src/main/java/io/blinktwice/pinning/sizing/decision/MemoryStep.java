package io.blinktwice.pinning.sizing.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.OutOfMemoryLadder;
import io.blinktwice.contract.OutOfMemoryLadder.Fall;
import io.blinktwice.contract.OutOfMemoryLadder.Step;
import io.blinktwice.contract.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows after a run's attempts ran out of memory. */
public sealed interface MemoryStep {
  /** Sizes are not known: more memory is asked for, and nobody says how much. */
  record More() implements MemoryStep {}

  /** Again, with this. */
  record Again(SizeWish wish, List<Reason> reasons) implements MemoryStep {}

  /** The largest size does not fit: the run's user sees it. */
  record Exhausted(List<Reason> reasons) implements MemoryStep {}

  /**
   * The step of the ladder.
   *
   * @param fallen attempts of one run that ran out of memory, oldest first
   */
  static MemoryStep after(List<Attempt> fallen, Sizing sizing) {
    List<SizeClass> sizes = sizing.sizes();
    if (sizes.isEmpty() || fallen.isEmpty()) {
      return new More();
    }
    List<Fall> falls = new ArrayList<>();
    for (Attempt attempt : fallen) {
      falls.add(fall(attempt, sizing));
    }
    return switch (OutOfMemoryLadder.after(falls, sizes.stream().map(SizeClass::name).toList())) {
      case Step.Alone(int place, List<Reason> reasons) ->
          new Again(wish(sizes.get(place), true), reasons);
      case Step.Larger(int place, List<Reason> reasons) ->
          new Again(wish(sizes.get(place), false), reasons);
      case Step.Surfaced(List<Reason> reasons) -> new Exhausted(reasons);
    };
  }

  private static SizeWish wish(SizeClass size, boolean alone) {
    return new SizeWish(size.name(), size.bytes(), alone);
  }

  /** Where nobody said which size it had, it is taken to have had what was asked for. */
  private static Fall fall(Attempt attempt, Sizing sizing) {
    Optional<SizedAttempt> known = sizing.known().of(attempt);
    Optional<SizeWish> asked = sizing.known().wishFor(attempt);
    String size = known.map(SizedAttempt::size).or(() -> asked.map(SizeWish::size)).orElse("");
    return new Fall(
        place(sizing.sizes(), size),
        attempt.number() > 1 && asked.map(SizeWish::alone).orElse(false),
        known.map(SizedAttempt::neighbours).orElse(0));
  }

  /** One that is not among them, as a person may start, counts as the smallest. */
  private static int place(List<SizeClass> sizes, String name) {
    for (int place = 0; place < sizes.size(); place++) {
      if (sizes.get(place).name().equals(name)) {
        return place;
      }
    }
    return 0;
  }
}
