package io.blinktwice.soak.decision;

/**
 * What is reported, as a function of a seed and the run's number: nothing needs to be kept to know
 * what should have come of it.
 *
 * @param slots workloads that run at the same time
 */
public record Script(long seed, int slots) {
  /** Well below what a workload's state remembers, so that a repetition is known as one. */
  public static final int RUNS_OF_A_WORKLOAD = 12;

  private static final int ONE_BLINKS_IN = 20;
  private static final int ONE_IS_REPORTED_TWICE_IN = 50;
  private static final int ONE_IS_POISONED_IN = 500;

  public Script {
    if (slots < 1) {
      throw new IllegalArgumentException("a script needs at least one workload at a time");
    }
  }

  public Run run(int number) {
    long dice = mixed(seed + number);
    return new Run(
        number,
        workload(number),
        Long.remainderUnsigned(dice, ONE_BLINKS_IN) == 0,
        Long.remainderUnsigned(dice >>> 16, ONE_IS_REPORTED_TWICE_IN) == 0,
        Long.remainderUnsigned(dice >>> 32, ONE_IS_POISONED_IN) == 0);
  }

  /** Workloads follow one another in a slot: states stay small however long a soak is. */
  private String workload(int number) {
    return workload(number % slots, number / slots / RUNS_OF_A_WORKLOAD);
  }

  private static String workload(int slot, int generation) {
    return "soak-%d-%d".formatted(slot, generation);
  }

  /** How many of the first so many runs are of the workload that a run is of. */
  public int runsOfTheWorkloadOf(int number, int sent) {
    int count = 0;
    int firstRound = number / slots / RUNS_OF_A_WORKLOAD * RUNS_OF_A_WORKLOAD;
    for (int round = firstRound; round < firstRound + RUNS_OF_A_WORKLOAD; round++) {
      if ((long) round * slots + number % slots < sent) {
        count++;
      }
    }
    return count;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long mixed(long value) {
    long z = value * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
