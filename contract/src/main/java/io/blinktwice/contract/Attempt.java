package io.blinktwice.contract;

/** One try of a run on one engine version; the first is 1. */
public record Attempt(RunId run, int number) implements Comparable<Attempt> {
  /** More tries than any policy allows: a larger number is a mistake of the sender. */
  public static final int MAX_NUMBER = 1_000;

  public Attempt {
    if (number < 1 || number > MAX_NUMBER) {
      throw new InvalidIdentifier(
          "the attempt number must lie between 1 and " + MAX_NUMBER + ", not " + number);
    }
  }

  public Attempt next() {
    return new Attempt(run, number + 1);
  }

  @Override
  public int compareTo(Attempt other) {
    int byRun = run.value().compareTo(other.run.value());
    return byRun != 0 ? byRun : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return run.value() + "#" + number;
  }
}
