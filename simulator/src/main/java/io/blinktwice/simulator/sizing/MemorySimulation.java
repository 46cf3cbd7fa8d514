package io.blinktwice.simulator.sizing;

import io.blinktwice.autoscaler.vertical.decision.MeasuredPeak;
import io.blinktwice.autoscaler.vertical.decision.MemoryAdvisor;
import io.blinktwice.simulator.JsonLine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs tasks under policies that give them memory, and counts what they cost and who saw it. */
public final class MemorySimulation {
  /** How far a run comes before it runs out of memory. */
  private static final double UNTIL_OUT = 0.7;

  private static final int MOST_ATTEMPTS = 12;
  private static final int SAME_SIZE_ATTEMPTS = 4;
  private static final double FIRST_RUN = 16 * Task.GIGABYTE;

  /** What to run: the generator or a trace; {@code all} is every policy. */
  public record Request(@Nullable Path trace, String policy, long firstSeed, long lastSeed) {
    public Request {
      if (firstSeed > lastSeed) {
        throw new IllegalArgumentException(
            "seeds go from low to high: " + firstSeed + ".." + lastSeed);
      }
    }
  }

  private double paid;
  private double best;
  private double seconds;
  private double bestSeconds;
  private int runs;
  private int hidden;
  private int surfaced;

  private MemorySimulation() {}

  /** One JSON line for each policy and seed. */
  public static void run(Request request, Consumer<String> jsonLines) {
    List<Sizer> sizers =
        request.policy().equals("all")
            ? List.of(Sizer.values())
            : List.of(Sizer.of(request.policy()));
    Path trace = request.trace();
    long last = trace == null ? request.lastSeed() : request.firstSeed();
    for (long seed = request.firstSeed(); seed <= last; seed++) {
      List<Task> tasks = trace == null ? Task.growing(seed) : Task.read(trace);
      Sizes sizes = trace == null ? new Sizes.Tiers() : new Sizes.Any();
      String name = trace == null ? "S4" : "trace:" + trace.getFileName();
      for (Sizer sizer : sizers) {
        jsonLines.accept(new MemorySimulation().line(name, sizer, tasks, sizes));
      }
    }
  }

  private String line(String scenario, Sizer sizer, List<Task> tasks, Sizes sizes) {
    Map<String, Deque<MeasuredPeak>> histories = new HashMap<>();
    for (Task task : tasks) {
      task(sizer, task, histories.computeIfAbsent(task.workload(), w -> new ArrayDeque<>()), sizes);
    }
    return new JsonLine()
        .text("scenario", scenario)
        .text("policy", sizer.label())
        .number("runs", runs)
        .number("costRatio", paid / best)
        .number("hidden", (double) hidden / runs)
        .number("surfaced", (double) surfaced / runs)
        .number("runtimeRatio", seconds / bestSeconds)
        .end();
  }

  private void task(Sizer sizer, Task task, Deque<MeasuredPeak> history, Sizes sizes) {
    List<MeasuredPeak> known = new ArrayList<>(history);
    double first =
        known.isEmpty() ? sizes.fitting(FIRST_RUN) : sizer.first(known, task.inputBytes(), sizes);
    double size = first;
    int attempt = 1;
    boolean fits = size >= task.peakBytes();
    while (!fits && attempt < MOST_ATTEMPTS) {
      paid += size * UNTIL_OUT * task.seconds();
      seconds += UNTIL_OUT * task.seconds();
      double next = Math.min(Sizes.LARGEST, sizer.after(size, attempt, first));
      boolean same = next <= size;
      if (same && (size >= Sizes.LARGEST || attempt >= SAME_SIZE_ATTEMPTS)) {
        break;
      }
      size = same ? size : sizes.fitting(next);
      attempt++;
      fits = size >= task.peakBytes();
    }
    count(task, size, attempt, fits, sizes);
    if (fits) {
      history.addFirst(new MeasuredPeak(task.inputBytes(), task.peakBytes(), false));
    } else {
      history.addFirst(new MeasuredPeak(task.inputBytes(), size, true));
    }
    if (history.size() > MemoryAdvisor.REMEMBERED) {
      history.removeLast();
    }
  }

  private void count(Task task, double size, int attempt, boolean fits, Sizes sizes) {
    runs++;
    best += sizes.fitting(task.peakBytes()) * task.seconds();
    bestSeconds += task.seconds();
    if (fits) {
      paid += size * task.seconds();
      seconds += task.seconds();
      hidden += attempt > 1 ? 1 : 0;
    } else {
      surfaced++;
    }
  }
}
