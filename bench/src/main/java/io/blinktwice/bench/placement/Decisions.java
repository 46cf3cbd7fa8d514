package io.blinktwice.bench.placement;

import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.router.placement.decision.ClusterTraits;
import io.blinktwice.router.placement.decision.ClusterTraits.Discipline;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.router.placement.decision.Placer;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.Work;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Random;

/**
 * Interactive work placed on busy clusters, one piece after the other on this thread; for each that
 * comes the oldest ends. Times are of the processor.
 */
public final class Decisions implements Subject {
  public static final Metric PER_SECOND = new Metric("rate", "decisions/s");
  public static final Metric P99 = new Metric("p99", "us");

  private static final int IN_FLIGHT = 10;
  private static final int[] CORES = {32, 64, 128};
  private static final double ARRIVALS_PER_CLUSTER = 5;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double TAIL = 0.99;
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  private final String name;
  private final int clusters;
  private final Duration perBlock;
  private final Placer placer = new Placer(PlacementPolicy.ORDINARY);
  private final Random random = new Random(1);
  private final Deque<Placement> running = new ArrayDeque<>();
  private double now = 1;
  private int number;

  public Decisions(int clusters, Duration perBlock) {
    this.name = clusters + "-clusters";
    this.clusters = clusters;
    this.perBlock = perBlock;
    for (int i = 0; i < clusters; i++) {
      int cores = CORES[i % CORES.length];
      placer.board().joined(new ClusterTraits("c" + i, cores, Discipline.FAIR, null, 0), now);
    }
    for (int i = 0; i < IN_FLIGHT * clusters; i++) {
      running.add(placer.arrived(work(), now));
    }
  }

  private Work work() {
    double size = 8 * Math.exp(1.6 * random.nextGaussian());
    Size predicted = new Size(size, 2 * size, 2 << random.nextInt(5), Size.Source.HISTORY);
    String id = "work-" + number++;
    return new Work(id, "w", Latency.INTERACTIVE, predicted, Work.Restriction.NONE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void warmUp() {
    run(WARM_UP);
  }

  @Override
  public Map<Metric, Double> block() {
    long before = processorTime();
    long[] taken = run(perBlock);
    double seconds = (processorTime() - before) / NANOS_PER_SECOND;
    Arrays.sort(taken);
    return Map.of(
        PER_SECOND,
        taken.length / seconds,
        P99,
        taken[(int) Math.min(taken.length - 1, taken.length * TAIL)] / NANOS_PER_MICRO);
  }

  /** Of this thread: that others have the core meanwhile is no decision's doing. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private long[] run(Duration length) {
    long[] taken = new long[1 << 12];
    int count = 0;
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      now += 1 / (ARRIVALS_PER_CLUSTER * clusters);
      placer.board().heardOthers(now);
      Placement over = running.remove();
      placer.ended(over.work().id(), String.valueOf(over.cluster()), now);
      Work work = work();
      long before = processorTime();
      Placement placement = placer.arrived(work, now);
      long after = processorTime();
      if (!placement.placed()) {
        throw new IllegalStateException("interactive work is placed at once: " + placement);
      }
      running.add(placement);
      if (count == taken.length) {
        taken = Arrays.copyOf(taken, 2 * count);
      }
      taken[count++] = after - before;
    }
    return Arrays.copyOf(taken, count);
  }
}
