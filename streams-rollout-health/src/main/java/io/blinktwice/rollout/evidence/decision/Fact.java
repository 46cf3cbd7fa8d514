package io.blinktwice.rollout.evidence.decision;

import java.time.Instant;

/** What happened to one workload, as the topics tell it. */
public sealed interface Fact {
  Instant at();

  /** A name that no two facts of a workload share at one time: their order is total. */
  String name();

  /** The same, as if it had happened then. */
  Fact movedTo(Instant time);

  /** A run's first attempt began. */
  record Began(String run, Instant at, Place place) implements Fact {
    @Override
    public String name() {
      return run + "#0";
    }

    @Override
    public Fact movedTo(Instant time) {
      return new Began(run, time, place);
    }
  }

  /**
   * An attempt ended, and pinning said what is to come of it.
   *
   * @param workspace tenant that owns the workload
   * @param version that it ran on
   * @param decision the verdict's id, as evidence names it
   */
  record Ended(
      String run,
      int attempt,
      Instant at,
      String workspace,
      String version,
      Ending ending,
      String decision)
      implements Fact {
    @Override
    public String name() {
      return run + "#" + attempt;
    }

    @Override
    public Fact movedTo(Instant time) {
      return new Ended(run, attempt, time, workspace, version, ending, decision);
    }
  }

  /**
   * A pin began or ended.
   *
   * @param awayFrom the version that the workload is kept away from
   * @param evidence of a pin for performance: the value of its test
   */
  record Pinned(String pin, Instant at, String awayFrom, boolean ended, double evidence)
      implements Fact {
    @Override
    public String name() {
      return pin + (ended ? "-" : "+");
    }

    @Override
    public Fact movedTo(Instant time) {
      return new Pinned(pin, time, awayFrom, ended, evidence);
    }

    /** Whether it was made because the workload became slower or larger. */
    public boolean forPerformance() {
      return evidence > 0;
    }
  }

  /**
   * How an attempt ended.
   *
   * @param succeeded whether it did what it should
   * @param compared whether it failed under suspicion and is retried on the last known good version
   * @param suspect whether the failure may be the version's fault
   * @param category of the failure; empty for a success
   * @param outOfMemory whether memory ran out
   * @param userVisible whether the run ends with this failure
   * @param lot how it was drawn where the retry runs
   */
  record Ending(
      boolean succeeded,
      boolean compared,
      boolean suspect,
      String category,
      boolean outOfMemory,
      boolean userVisible,
      Lot lot) {
    public static final Ending CLEAN = new Ending(true, false, false, "", false, false, Lot.NONE);
    public static final Ending COMPARED = compared(Lot.NONE);
    public static final Ending FAILED_FOR_GOOD =
        new Ending(false, false, false, "SYSTEM", false, true, Lot.NONE);

    /** It failed under suspicion, and the lot said where it is retried. */
    public static Ending compared(Lot lot) {
      return new Ending(false, !lot.same(), true, "SYSTEM", false, false, lot);
    }

    /** Whether what is retried now tells of the version, here or a try later. */
    boolean isUnderComparison() {
      return compared || (suspect && lot.isDrawn());
    }
  }
}
