package io.blinktwice.rollout.evidence.decision;

import java.time.Instant;
import java.util.Comparator;

/** What a fact means to whoever judges versions. */
public sealed interface News {
  /** Whatever partition they come from, news of the same time have one order. */
  Comparator<News> ORDER =
      Comparator.comparing(News::at).thenComparing(News::unit).thenComparing(News::name);

  Instant at();

  /** The workload's fingerprint. */
  String unit();

  /** Tells news of one workload and time apart. */
  String name();

  /**
   * A first attempt succeeded.
   *
   * @param before clean first attempts that the workload had on this version until then
   */
  record Clean(
      Instant at,
      String unit,
      String name,
      Instant startedAt,
      String version,
      Place place,
      int before)
      implements News {}

  /**
   * A first attempt failed under suspicion; its retry on the last known good version is under way,
   * or comes after one on the same version that the lot has put before it.
   *
   * @param history what the workload did until then
   */
  record Suspected(
      Instant at,
      String unit,
      String run,
      Instant startedAt,
      String version,
      Place place,
      Known history,
      Fact.Ending ending)
      implements News {
    @Override
    public String name() {
      return run + "#1";
    }
  }

  /**
   * A retry of it ended.
   *
   * @param version that of the first attempt
   * @param same whether the lot had sent the retry back to that version
   * @param last whether nothing more comes of the comparison: only a failure on the same version is
   *     followed by another retry, on the last known good one
   */
  record Retried(
      Instant at,
      String unit,
      String run,
      String version,
      boolean same,
      boolean last,
      boolean succeeded,
      String decision)
      implements News {
    @Override
    public String name() {
      return run + (same ? "#2" : "#3");
    }

    /** It succeeded where the first attempt had not run. */
    public boolean repaired() {
      return succeeded && !same;
    }
  }

  /** A first attempt failed in a way that tells versions not apart. */
  record Failed(Instant at, String unit, String name, String version, Fact.Ending ending)
      implements News {}

  /** The workload is kept away from a version from now on, or no longer. */
  record Pinned(Instant at, String unit, Fact.Pinned pin) implements News {
    @Override
    public String name() {
      return pin.name();
    }
  }

  /** How much is known of a workload: told when it is seen first, and each time that doubles. */
  record Counted(Instant at, String unit, String name, History history) implements News {
    public boolean isFirst() {
      return history.runs() == 1;
    }
  }

  /** Nothing was heard of a workload for so long that it is forgotten. */
  record Forgotten(Instant at, String unit) implements News {
    @Override
    public String name() {
      return "-";
    }
  }

  /** A workload's history. */
  record Known(History history, CleanRuns clean) {}
}
