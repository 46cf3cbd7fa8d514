package io.blinktwice.autoscaler.vertical.decision;

import io.blinktwice.contract.OutOfMemoryLadder;
import io.blinktwice.contract.OutOfMemoryLadder.Fall;
import io.blinktwice.contract.OutOfMemoryLadder.Step;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one workload's needs, and what it should get next: a fold over its runs. It
 * remembers its last 64 runs and the falls of the last run that ran out of memory.
 */
public final class WorkloadNeeds {
  private static final int FORMAT = 1;
  private static final int MOST_FALLS = 8;

  private final List<Ran> runs = new ArrayList<>();
  private final List<Fall> falls = new ArrayList<>();
  private String fallingRun = "";
  private @Nullable String lastTold;

  /** A run and the version that it was on; newest first. */
  private record Ran(String version, MeasuredPeak peak) {}

  /**
   * A size that there is.
   *
   * @param bytes memory of its server
   */
  public record Size(String name, double bytes, int cores) {}

  /**
   * What it should get next.
   *
   * @param size absent where no sizes are known
   * @param step how often it climbed since a run went well
   */
  public record Advice(
      @Nullable Size size,
      double bytes,
      boolean alone,
      int step,
      double inputBytes,
      int runs,
      List<Grown> growth,
      List<Reason> reasons) {}

  /** How its needs differ between two versions. */
  public record Grown(String from, String to, VersionGrowth by) {}

  /** A run went well; sizes are smallest first. Empty if the advice stays as it is. */
  public Optional<Advice> succeeded(
      String run, String version, MeasuredPeak peak, List<Size> sizes) {
    if (run.equals(fallingRun)) {
      falls.clear();
      fallingRun = "";
    }
    remember(new Ran(version, peak));
    return changed(learned(sizes));
  }

  /**
   * An attempt ran out of memory.
   *
   * @param bytes what it had
   * @param size name of the size that it had; unknown ones count as the smallest
   */
  public Optional<Advice> outOfMemory(
      String run, String version, double bytes, String size, int neighbours, List<Size> sizes) {
    if (!run.equals(fallingRun)) {
      falls.clear();
      fallingRun = run;
    }
    if (falls.size() >= MOST_FALLS) {
      return Optional.empty();
    }
    int place = place(sizes, size, bytes);
    boolean alone = !falls.isEmpty() && neighbours == 0;
    falls.add(new Fall(place, alone, neighbours));
    if (bytes > 0) {
      remember(new Ran(version, new MeasuredPeak(0, bytes, true)));
    }
    if (sizes.isEmpty()) {
      return changed(doubled(bytes));
    }
    List<String> names = sizes.stream().map(Size::name).toList();
    return changed(
        switch (OutOfMemoryLadder.after(falls, names)) {
          case Step.Alone(int at, List<Reason> reasons) -> advice(sizes.get(at), true, reasons);
          case Step.Larger(int at, List<Reason> reasons) -> advice(sizes.get(at), false, reasons);
          case Step.Surfaced(List<Reason> reasons) -> advice(sizes.getLast(), true, reasons);
        });
  }

  private Advice doubled(double bytes) {
    double next = Math.max(1, 2 * bytes);
    return new Advice(
        null,
        next,
        false,
        falls.size(),
        0,
        runs.size(),
        List.of(),
        List.of(
            new Reason(
                "memory-doubled",
                "memory ran out at %s; no sizes are known, so twice that is advised"
                    .formatted(shown(bytes)))));
  }

  private Advice advice(Size size, boolean alone, List<Reason> reasons) {
    return new Advice(size, size.bytes(), alone, falls.size(), 0, runs.size(), growth(), reasons);
  }

  private Advice learned(List<Size> sizes) {
    List<MeasuredPeak> peaks = runs.stream().map(Ran::peak).toList();
    double input = runs.getFirst().peak().inputBytes();
    if (sizes.isEmpty()) {
      double bytes = MemoryAdvisor.simple(peaks);
      return new Advice(
          null, bytes, false, 0, input, runs.size(), growth(), List.of(simple(peaks, bytes)));
    }
    double[] bytes = sizes.stream().mapToDouble(Size::bytes).toArray();
    MemoryAdvisor.Advised advised = MemoryAdvisor.choose(peaks, input, bytes);
    Size size = sizes.get(advised.place());
    Reason reason =
        advised.learned()
            ? new Reason(
                "least-expected-cost",
                String.format(
                    Locale.ROOT,
                    "of %d runs, one in %.0f would need more than %s",
                    runs.size(),
                    1 / Math.max(1e-3, advised.risk()),
                    shown(size.bytes())))
            : simple(peaks, MemoryAdvisor.simple(peaks));
    return new Advice(size, size.bytes(), false, 0, input, runs.size(), growth(), List.of(reason));
  }

  private static Reason simple(List<MeasuredPeak> peaks, double bytes) {
    return new Reason(
        "most-of-the-last-runs",
        "a tenth more than the most of the last %d runs: %s"
            .formatted(Math.min(30, peaks.size()), shown(bytes)));
  }

  private static String shown(double bytes) {
    return String.format(Locale.ROOT, "%.0f MB", bytes / (1 << 20));
  }

  /** Between the version of the last run and the one that was run before it. */
  private List<Grown> growth() {
    String newest = runs.isEmpty() ? "" : runs.getFirst().version();
    Optional<String> before =
        runs.stream().map(Ran::version).filter(version -> !version.equals(newest)).findFirst();
    return before
        .flatMap(
            older ->
                VersionGrowth.of(peaks(older), peaks(newest))
                    .map(by -> new Grown(older, newest, by)))
        .map(List::of)
        .orElse(List.of());
  }

  private List<MeasuredPeak> peaks(String version) {
    return runs.stream()
        .filter(ran -> ran.version().equals(version) && !ran.peak().outOfMemory())
        .map(Ran::peak)
        .toList();
  }

  private void remember(Ran ran) {
    runs.addFirst(ran);
    if (runs.size() > MemoryAdvisor.REMEMBERED) {
      runs.removeLast();
    }
  }

  private static int place(List<Size> sizes, String name, double bytes) {
    for (int place = 0; place < sizes.size(); place++) {
      if (sizes.get(place).name().equals(name)) {
        return place;
      }
    }
    int place = 0;
    while (place + 1 < sizes.size() && sizes.get(place).bytes() < bytes) {
      place++;
    }
    return place;
  }

  /** What was told last is not told again; figures that scatter count as the same. */
  private Optional<Advice> changed(Advice advice) {
    Size size = advice.size();
    String told =
        (size == null ? "" : size.name())
            + "|"
            + (size == null ? Math.round(Math.log(advice.bytes()) * 5) : 0)
            + "|"
            + advice.alone()
            + "|"
            + advice.step()
            + "|"
            + advice.reasons().getFirst().rule()
            + "|"
            + advice.growth().stream().map(each -> each.from() + each.to()).toList()
            + advice.growth().stream().map(each -> Math.round(each.by().ratio() * 10)).toList();
    if (told.equals(lastTold)) {
      return Optional.empty();
    }
    lastTold = told;
    return Optional.of(advice);
  }

  public byte[] state() {
    StateWriter out = new StateWriter(FORMAT);
    out.number(runs.size());
    for (Ran ran : runs) {
      out.text(ran.version());
      out.real(ran.peak().inputBytes());
      out.real(ran.peak().peakBytes());
      out.flag(ran.peak().outOfMemory());
    }
    out.number(falls.size());
    for (Fall fall : falls) {
      out.number(fall.size());
      out.flag(fall.alone());
      out.number(fall.neighbours());
    }
    out.text(fallingRun);
    out.text(lastTold == null ? "" : lastTold);
    return out.bytes();
  }

  /** Refuses what was stored in another form. */
  public static WorkloadNeeds restored(byte[] state) {
    StateReader in = new StateReader(state, FORMAT);
    WorkloadNeeds needs = new WorkloadNeeds();
    for (int left = in.number(); left > 0; left--) {
      needs.runs.add(new Ran(in.text(), new MeasuredPeak(in.real(), in.real(), in.flag())));
    }
    for (int left = in.number(); left > 0; left--) {
      needs.falls.add(new Fall(in.number(), in.flag(), in.number()));
    }
    needs.fallingRun = in.text();
    needs.lastTold = in.text();
    return needs;
  }
}
