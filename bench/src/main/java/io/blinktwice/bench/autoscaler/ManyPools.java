package io.blinktwice.bench.autoscaler;

import io.blinktwice.autoscaler.pools.decision.FleetFacts;
import io.blinktwice.autoscaler.pools.decision.KnownCluster;
import io.blinktwice.autoscaler.pools.decision.KnownCluster.Group;
import io.blinktwice.autoscaler.pools.decision.PoolBook;
import io.blinktwice.autoscaler.pools.decision.WantedPool;
import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Pools of four clusters: each beat hears one word of each cluster, then all pools are planned. */
public final class ManyPools implements Subject {
  public static final Metric BEAT = new Metric("beat", "ms");
  public static final Metric HEARD = new Metric("heard", "events/s");
  public static final Metric STATE = new Metric("state", "KiB/pool");

  private static final FleetFacts FLEET = new FleetFacts();
  private static final int CLUSTERS = 4;
  private static final int CORES = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final int pools;
  private final Duration perBlock;
  private final List<PoolBook> books = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private long second;

  public ManyPools(int pools, Duration perBlock) {
    this.pools = pools;
    this.perBlock = perBlock;
    for (int pool = 0; pool < pools; pool++) {
      PoolBook book = new PoolBook();
      book.wanted(
          new WantedPool(true, 0.01, 10, 1, 50, Double.POSITIVE_INFINITY, List.of(), false, true));
      for (int cluster = 0; cluster < CLUSTERS; cluster++) {
        book.cluster(
            name(cluster),
            new KnownCluster(
                new Group("4.2.0", ""),
                KnownCluster.State.READY,
                CORES,
                0,
                KnownCluster.Load.NONE));
      }
      books.add(book);
    }
  }

  private static String name(int cluster) {
    return "local/4.2.0/" + cluster;
  }

  @Override
  public String name() {
    return pools + "-pools";
  }

  @Override
  public void warmUp() {
    run(WARM_UP);
  }

  @Override
  public Map<Metric, Double> block() {
    return run(perBlock);
  }

  private Map<Metric, Double> run(Duration length) {
    long hearing = 0;
    long planning = 0;
    int beats = 0;
    long decided = 0;
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end || beats == 0) {
      second += PoolBook.BEAT_SECONDS;
      long before = System.nanoTime();
      for (PoolBook book : books) {
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
          int busy = random.nextInt(CORES + 1);
          book.load(name(cluster), new KnownCluster.Load(second, busy, 0, busy, 0, 1));
          decided += book.facts().length;
        }
      }
      long heard = System.nanoTime();
      for (PoolBook book : books) {
        decided += book.plan(second, FLEET).size() + book.plans().length;
      }
      planning += System.nanoTime() - heard;
      hearing += heard - before;
      beats++;
    }
    if (decided == 0) {
      throw new IllegalStateException("pools have a state");
    }
    return Map.of(
        BEAT,
        planning / NANOS_PER_MILLI / beats,
        HEARD,
        (double) beats * pools * CLUSTERS / (hearing / NANOS_PER_SECOND),
        STATE,
        books.getFirst().plans().length / 1024.0);
  }
}
