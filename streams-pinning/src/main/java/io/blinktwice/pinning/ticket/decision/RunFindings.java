package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.Usage;
import io.blinktwice.pinning.decision.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the state of a workload tells of one of its failures, for people to read. */
public final class RunFindings {
  private static final String NOT_MEASURED = "-";

  private RunFindings() {}

  /** What both attempts used, figure by figure; empty if nobody measured them. */
  public static Optional<String> metrics(WorkloadState state, Attempt failed) {
    Pin pin = state.pin();
    Pin.Slowness slowness = pin == null ? null : pin.slowness();
    if (slowness != null) {
      return slowness.run().equals(failed.run())
          ? Optional.of(metrics(slowness))
          : Optional.empty();
    }
    Pin.Evidence evidence = pin == null ? null : pin.evidence();
    if (evidence == null
        || !evidence.run().equals(failed.run())
        || evidence.failedAttempt() != failed.number()) {
      return Optional.empty();
    }
    Usage bad = evidence.failedUsage();
    Usage good = evidence.goodUsage();
    if (bad.figures().isEmpty() && good.figures().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        lines(
            "failed on %s%s, succeeded on %s%s"
                .formatted(evidence.failedVersion(), at(bad), evidence.goodVersion(), at(good)),
            bad,
            good));
  }

  /** Both runs succeeded, at another price. */
  private static String metrics(Pin.Slowness slowness) {
    Usage bad = slowness.usage();
    Usage good = slowness.goodUsage();
    return lines(
        "took more on %s%s, run %s on %s%s did not"
            .formatted(slowness.newer(), at(bad), slowness.goodRun(), slowness.older(), at(good)),
        bad,
        good);
  }

  private static String lines(String first, Usage bad, Usage good) {
    List<String> lines = new ArrayList<>();
    lines.add(first);
    TreeSet<String> names = new TreeSet<>(bad.figures().keySet());
    names.addAll(good.figures().keySet());
    for (String name : names) {
      lines.add("%s: %s, %s".formatted(name, figure(bad, name), figure(good, name)));
    }
    return String.join("\n", lines);
  }

  private static String at(Usage usage) {
    return usage.cluster() == null ? "" : " (" + usage.cluster() + ")";
  }

  private static String figure(Usage usage, String name) {
    Long value = usage.figures().get(name);
    return value == null ? NOT_MEASURED : value.toString();
  }

  /** The workload's other runs, and which of them failed alike; empty if there are none. */
  public static Optional<String> otherRuns(WorkloadState state, Attempt failed) {
    String signature = signature(state.attempt(failed));
    List<String> lines = new ArrayList<>();
    int alike = 0;
    for (RunId run : state.runs().keySet()) {
      if (!run.equals(failed.run())) {
        RunState other = Objects.requireNonNull(state.runs().get(run));
        for (var entry : other.attempts().entrySet()) {
          boolean same = signature != null && signature.equals(signature(entry.getValue()));
          alike += same ? 1 : 0;
          lines.add(line(new Attempt(run, entry.getKey()), entry.getValue(), same));
        }
      }
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    lines.addFirst(
        "%d attempts of other runs are remembered, %d failed in the same way"
            .formatted(lines.size(), alike));
    state
        .records()
        .forEach(
            (version, kept) ->
                lines.add(
                    "%s: %d clean runs, the latest %d in a row"
                        .formatted(version, kept.total(), kept.inARow())));
    return Optional.of(String.join("\n", lines));
  }

  private static String line(Attempt attempt, AttemptState state, boolean same) {
    return "%s on %s: %s%s%s"
        .formatted(
            attempt,
            state.version() == null ? "an unknown version" : state.version(),
            state.phase().name().toLowerCase(Locale.ROOT),
            state.firstSeen() == null ? "" : " at " + state.firstSeen(),
            same ? ", in the same way" : "");
  }

  private static @Nullable String signature(AttemptState state) {
    Classified classified = state.classified();
    return classified == null || classified.signature().isEmpty() ? null : classified.signature();
  }
}
