package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scaling decision comes to in this pool.
 *
 * @param refusal what kept it from being carried out as a whole, for people
 */
public record ScalingPlan(List<Step> steps, Optional<String> refusal) {
  public ScalingPlan {
    steps = List.copyOf(steps);
  }

  /** One thing to do. */
  public sealed interface Step {
    /**
     * A server is started.
     *
     * @param instead of this cluster, which is drained once the new one is ready
     */
    record Start(EngineVersion version, ServerSize size, @Nullable String instead)
        implements Step {}

    /** A cluster takes no new sessions and is stopped when nothing runs on it. */
    record Drain(String cluster) implements Step {}
  }

  /**
   * What there is.
   *
   * @param launchable versions that a server can be started of
   * @param most servers that there may be at once, draining ones among them
   */
  public record Pool(
      List<ScalingOrder.Place> places, Set<EngineVersion> launchable, SizeClasses sizes, int most) {
    int room() {
      return Math.max(0, most - places.size());
    }
  }

  public static ScalingPlan of(ScalingOrder order, Pool pool) {
    Optional<ServerSize> size =
        order.size().isEmpty()
            ? Optional.of(pool.sizes().ordinary())
            : pool.sizes().named(order.size().get());
    if (size.isEmpty()) {
      return refused(
          "there is no size %s; there are %s"
              .formatted(order.size().orElse(""), pool.sizes().names()));
    }
    return switch (order.action()) {
      case OUT -> out(order, size.get(), pool);
      case IN -> in(order, size.get(), pool);
      case UP, REPLACE -> replace(order, size.get(), pool);
    };
  }

  private static ScalingPlan refused(String why) {
    return new ScalingPlan(List.of(), Optional.of(why));
  }

  private static ScalingPlan out(ScalingOrder order, ServerSize size, Pool pool) {
    if (!pool.launchable().contains(order.version())) {
      return refused("no server of %s can be started here".formatted(order.version()));
    }
    long present = pool.places().stream().filter(place -> place.is(order.version(), size)).count();
    long wanted = order.target() > 0 ? order.target() - present : order.count();
    if (order.target() > 0 && order.count() > 0) {
      wanted = Math.min(wanted, order.count());
    }
    long given = Math.min(Math.max(0, wanted), pool.room());
    List<Step> steps = new ArrayList<>();
    for (long i = 0; i < given; i++) {
      steps.add(new Step.Start(order.version(), size, null));
    }
    return new ScalingPlan(
        steps, given < wanted ? Optional.of(full(wanted, given, pool)) : Optional.empty());
  }

  private static String full(long wanted, long given, Pool pool) {
    return "%d servers were wanted and %d started: there are never more than %d at once"
        .formatted(wanted, given, pool.most());
  }

  private static ScalingPlan in(ScalingOrder order, ServerSize size, Pool pool) {
    if (!order.clusters().isEmpty()) {
      return new ScalingPlan(
          named(order, pool).stream().map(ScalingPlan::drain).toList(), strangers(order, pool));
    }
    List<ScalingOrder.Place> present =
        pool.places().stream().filter(place -> place.is(order.version(), size)).toList();
    long wanted = Math.min(order.count(), present.size() - Math.max(0, order.target()));
    return new ScalingPlan(
        present.stream()
            .filter(place -> place.cluster() != null)
            .sorted(LEAST_MISSED)
            .limit(Math.max(0, wanted))
            .map(ScalingPlan::drain)
            .toList(),
        Optional.empty());
  }

  /** One that runs nothing, then one with few sessions, then the newest place. */
  private static final Comparator<ScalingOrder.Place> LEAST_MISSED =
      Comparator.<ScalingOrder.Place>comparingInt(place -> running(place))
          .thenComparingInt(ScalingPlan::sessions)
          .thenComparing(place -> place.slot().number(), Comparator.reverseOrder());

  private static int running(ScalingOrder.Place place) {
    return place.load().map(load -> load.work().runningOperations()).orElse(0);
  }

  private static int sessions(ScalingOrder.Place place) {
    return place.load().map(load -> load.work().sessions()).orElse(0);
  }

  private static ScalingPlan replace(ScalingOrder order, ServerSize size, Pool pool) {
    if (order.clusters().isEmpty()) {
      return order.action() == ScalingOrder.Action.UP
          ? out(order, size, pool)
          : refused("it names no cluster to replace");
    }
    List<Step> steps = new ArrayList<>();
    List<ScalingOrder.Place> named = named(order, pool);
    for (ScalingOrder.Place place : named) {
      EngineVersion version = place.slot().version();
      if (!pool.launchable().contains(version)) {
        return refused("no server of %s can be started here".formatted(version));
      }
      ServerSize next = order.size().isEmpty() ? place.slot().size() : size;
      steps.add(new Step.Start(version, next, place.cluster()));
    }
    int given = Math.min(steps.size(), pool.room());
    return new ScalingPlan(
        steps.subList(0, given),
        given < steps.size()
            ? Optional.of(full(steps.size(), given, pool))
            : strangers(order, pool));
  }

  private static List<ScalingOrder.Place> named(ScalingOrder order, Pool pool) {
    return pool.places().stream()
        .filter(
            place ->
                place.cluster() != null
                    && !place.draining()
                    && order.clusters().contains(place.cluster()))
        .toList();
  }

  private static Optional<String> strangers(ScalingOrder order, Pool pool) {
    List<String> unknown =
        order.clusters().stream()
            .filter(
                cluster ->
                    pool.places().stream().noneMatch(place -> cluster.equals(place.cluster())))
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of("there is no cluster " + String.join(", ", unknown) + " here any more");
  }

  private static Step drain(ScalingOrder.Place place) {
    String cluster = place.cluster();
    if (cluster == null) {
      throw new IllegalStateException("a place without a server cannot be drained");
    }
    return new Step.Drain(cluster);
  }
}
