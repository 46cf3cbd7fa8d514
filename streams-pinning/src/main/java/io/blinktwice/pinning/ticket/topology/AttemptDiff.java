package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.events.PerformanceEvidence;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.WireError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What differs between the attempt that failed and the one that did not, for people to read. */
final class AttemptDiff {
  private static final int LONGEST = 4_000;
  private static final int LONGEST_TITLE = 160;

  private AttemptDiff() {}

  static String title(PinEvidence evidence) {
    WireError error = evidence.getError();
    if (evidence.getPerformance() != null) {
      return "%s is %.1f times what it was"
          .formatted(evidence.getPerformance().getMetric(), evidence.getPerformance().getRatio());
    }
    if (error == null) {
      return "fails on " + evidence.getFailedVersion();
    }
    String changed = evidence.getChangedCondition();
    if (changed != null) {
      return cut(
          "behaviour changed: %s raises %s, %s did not"
              .formatted(evidence.getFailedVersion(), changed, evidence.getGoodVersion()),
          LONGEST_TITLE);
    }
    String name = error.getCondition() == null ? error.getExceptionClass() : error.getCondition();
    String text = error.getMessage().lines().findFirst().orElse("").strip();
    return cut(name == null ? text : name + ": " + text, LONGEST_TITLE);
  }

  static String of(PinEvidence evidence) {
    List<String> lines = new ArrayList<>();
    boolean slower = evidence.getPerformance() != null;
    lines.add(
        "- %s on %s%s %s"
            .formatted(
                slower ? "run " + evidence.getRunId() : "attempt " + evidence.getFailedAttempt(),
                evidence.getFailedVersion(),
                at(evidence.getFailedCluster()),
                slower ? "took more" : "failed"));
    lines.add(
        "+ %s on %s%s succeeded"
            .formatted(
                slower ? "run " + evidence.getGoodRunId() : "attempt " + evidence.getGoodAttempt(),
                evidence.getGoodVersion(),
                at(evidence.getGoodCluster())));
    if (evidence.getChangedCondition() != null) {
      lines.add(
          "  the behaviour changed: where %s raises %s, %s gives another result, which is no repair"
              .formatted(
                  evidence.getFailedVersion(),
                  evidence.getChangedCondition(),
                  evidence.getGoodVersion()));
    }
    evidence.getGrown().forEach(figure -> lines.add("  " + grown(figure)));
    WireError error = evidence.getError();
    if (error != null) {
      error.getExceptionChain().forEach(link -> lines.add("- " + link));
      error.getMessage().lines().forEach(line -> lines.add("- " + line));
    }
    metrics(lines, evidence.getFailedMetrics(), evidence.getGoodMetrics());
    return cut(String.join("\n", lines), LONGEST);
  }

  private static String grown(PerformanceEvidence figure) {
    return String.format(
        Locale.ROOT,
        "%s over all runs: %.2f times as much (e-value %.0f)",
        figure.getMetric(),
        figure.getRatio(),
        figure.getEvidence());
  }

  private static String at(@Nullable String cluster) {
    return cluster == null ? "" : " (" + cluster + ")";
  }

  private static void metrics(
      List<String> lines, @Nullable RunMetrics failed, @Nullable RunMetrics good) {
    if (failed == null || good == null) {
      return;
    }
    compare(lines, "duration, ms", failed.getDurationMillis(), good.getDurationMillis());
    compare(lines, "task time, ms", failed.getTaskMillis(), good.getTaskMillis());
    compare(lines, "CPU, ms", failed.getCpuMillis(), good.getCpuMillis());
    compare(
        lines, "spilled to disk, bytes", failed.getSpilledDiskBytes(), good.getSpilledDiskBytes());
    compare(lines, "peak heap, bytes", failed.getPeakHeapBytes(), good.getPeakHeapBytes());
  }

  private static void compare(
      List<String> lines, String what, @Nullable Long failed, @Nullable Long good) {
    if (failed != null && good != null && !failed.equals(good)) {
      lines.add(String.format(Locale.ROOT, "  %s: %d, was %d", what, failed, good));
    }
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
