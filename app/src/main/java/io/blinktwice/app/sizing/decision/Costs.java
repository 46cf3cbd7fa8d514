package io.blinktwice.app.sizing.decision;

import java.util.List;

/**
 * What one of each costs, as it was measured; {@link #MEASURED} says where.
 *
 * @param pinningSeconds processor time of pinning for one run event
 * @param rolloutPerThread run events a second that one thread of the roll-out role takes
 * @param classifierSeconds processor time for one failure text
 * @param startedBytes of a run event that tells a start or a good end, in its topic
 * @param failedBytes of one that tells a failure
 * @param verdictBytes of a verdict
 * @param stateBytes of a workload in pinning's store, on disk, after many runs
 * @param changelogBytes written for each run event: state and changelog
 * @param restoredPerSecond workloads a second that are read back without a local copy
 * @param processBytes resident memory of a process
 */
public record Costs(
    double pinningSeconds,
    double rolloutPerThread,
    double classifierSeconds,
    double startedBytes,
    double failedBytes,
    double verdictBytes,
    double stateBytes,
    double changelogBytes,
    double restoredPerSecond,
    double processBytes) {

  /** One of them, and where it is from. */
  public record Source(String what, String value, String from) {}

  /** 2 shared cores of one machine, other programs beside: better machines cost less. */
  public static final Costs MEASURED =
      new Costs(77e-6, 10_490, 1e-3, 370, 6_000, 480, 2_700, 450, 6_200, 708e6);

  public static final List<Source> SOURCES =
      List.of(
          new Source(
              "pinning, processor time of a run event",
              "77 µs",
              "bench pinning, cpuPerEvent, states as large as they get"),
          new Source(
              "roll-outs, run events a second and thread",
              "10,490",
              "bench rollout, load 10 to 15"),
          new Source(
              "classifier, processor time of a failure text",
              "1 ms",
              "the bar of bench classifier: 99th percentile at 8 KiB on one core"),
          new Source(
              "bytes of a start or good end, of a failure, of a verdict",
              "370, 6,000, 480",
              "SizingTest encodes one of each; a failure tells 5,500 characters"),
          new Source(
              "bytes of a workload's state on disk",
              "2,700",
              "bench pinning: what writing a whole state wrote, 70 runs behind it; after one run it is 400"),
          new Source(
              "bytes of state and changelog written for a run event", "450", "bench pinning"),
          new Source(
              "workloads a second read back without a copy",
              "6,200",
              "bench pinning --fingerprints 100000: ready after 16.1 s, whole start included, one run each"),
          new Source(
              "resident memory of pinning",
              "708 MB",
              "the same, with 100,000 workloads; more were not measured, but its caches are bounded"));
}
