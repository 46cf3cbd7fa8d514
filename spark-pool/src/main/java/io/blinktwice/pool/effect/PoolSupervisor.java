package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.FormerClusters;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.ScalingOrder;
import io.blinktwice.pool.decision.ScalingPlan;
import io.blinktwice.pool.decision.ServerSize;
import io.blinktwice.pool.decision.ServerSlot;
import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.pool.decision.SizeClasses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of a pool: keeps each filled, adds and drains some as decisions and the catalogue want
 * it, and never has more than so many.
 */
public final class PoolSupervisor implements Actuator, ClusterSupervisor.Watcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PoolSupervisor.class);
  private static final int DECISIONS_REMEMBERED = 10_000;

  private final ClusterSupervisor.Surroundings surroundings;
  private final SizeClasses sizes;
  private final int most;
  private final Map<EngineVersion, LaunchSpec> specs = new HashMap<>();
  private final List<ClusterSupervisor> places = new ArrayList<>();
  private final Map<ClusterSupervisor, String> instead = new HashMap<>();
  private final Set<String> carriedOut = new LinkedHashSet<>();
  private boolean closed;

  /**
   * @param most servers at once, draining ones among them
   */
  PoolSupervisor(ClusterSupervisor.Surroundings surroundings, SizeClasses sizes, int most) {
    this.surroundings = surroundings;
    this.sizes = sizes;
    this.most = most;
  }

  /** Puts the former life's clusters straight, then starts a server of each without waiting. */
  synchronized void start(Collection<LaunchSpec> first) {
    LifecycleJournal journal = surroundings.journal();
    List<FormerClusters.Known> known = journal.known();
    FormerClusters former = FormerClusters.among(known, surroundings.pool(), Instant.now());
    former.ended().forEach(journal::record);
    former.forgotten().forEach(journal::forget);
    known.forEach(cluster -> remember(cluster.cluster().decision()));
    first.forEach(spec -> specs.put(spec.version(), spec));
    first.forEach(spec -> place(spec, sizes.ordinary(), null).start());
  }

  private void remember(@Nullable String decision) {
    if (decision != null && carriedOut.add(decision) && carriedOut.size() > DECISIONS_REMEMBERED) {
      carriedOut.remove(carriedOut.iterator().next());
    }
  }

  /**
   * Carries a decision out, without waiting for its end; what was carried out before is not again.
   *
   * @return what kept it from being carried out as a whole
   */
  @Override
  public synchronized Optional<String> carryOut(ScalingOrder order) {
    if (closed || carriedOut.contains(order.id())) {
      return Optional.empty();
    }
    remember(order.id());
    ScalingPlan plan =
        ScalingPlan.of(
            order, new ScalingPlan.Pool(seen(), Set.copyOf(specs.keySet()), sizes, most));
    for (ScalingPlan.Step step : plan.steps()) {
      LOG.atInfo()
          .addKeyValue("decision", order.id())
          .addKeyValue("step", step)
          .log("scaling decision is carried out");
      switch (step) {
        case ScalingPlan.Step.Start start -> begin(start, order.id());
        case ScalingPlan.Step.Drain drain ->
            with(drain.cluster()).ifPresent(place -> place.drain(order.id()));
      }
    }
    plan.refusal()
        .ifPresent(
            why ->
                LOG.atWarn()
                    .addKeyValue("decision", order.id())
                    .addKeyValue("reason", why)
                    .log("scaling decision could not be carried out as a whole"));
    return plan.refusal();
  }

  private void begin(ScalingPlan.Step.Start start, @Nullable String decision) {
    LaunchSpec spec = specs.get(start.version());
    if (spec == null) {
      throw new IllegalStateException("planned with what can be launched: " + start);
    }
    ClusterSupervisor place = place(spec, start.size(), decision);
    if (start.instead() != null) {
      instead.put(place, start.instead());
    }
    place.start();
  }

  private List<ScalingOrder.Place> seen() {
    return places.stream()
        .map(
            place -> {
              Cluster cluster = place.cluster();
              return new ScalingOrder.Place(
                  place.slot(),
                  cluster == null ? null : cluster.id(),
                  place.isEnding(),
                  cluster == null ? Optional.empty() : surroundings.loads().of(cluster.id()));
            })
        .toList();
  }

  private Optional<ClusterSupervisor> with(String cluster) {
    return places.stream()
        .filter(
            place -> {
              Cluster now = place.cluster();
              return now != null && now.id().equals(cluster);
            })
        .findFirst();
  }

  /** The cluster of that id, while this pool has it. */
  synchronized Optional<Cluster> cluster(String id) {
    return with(id).map(ClusterSupervisor::cluster);
  }

  private ClusterSupervisor place(LaunchSpec spec, ServerSize size, @Nullable String decision) {
    Set<Integer> taken =
        places.stream()
            .map(ClusterSupervisor::slot)
            .filter(slot -> slot.version().equals(spec.version()))
            .map(ServerSlot::number)
            .collect(Collectors.toSet());
    int number = 1;
    while (taken.contains(number)) {
      number++;
    }
    ClusterSupervisor place =
        new ClusterSupervisor(
            new ServerSlot(spec.version(), size, number), spec, decision, surroundings, this);
    places.add(place);
    return place;
  }

  /**
   * The catalogue has a release, or has it anew: it gets a server if it has none; servers that were
   * launched otherwise are replaced.
   *
   * @return what kept that from happening
   */
  synchronized Optional<String> offer(LaunchSpec spec) {
    if (closed || spec.equals(specs.get(spec.version()))) {
      return Optional.empty();
    }
    specs.put(spec.version(), spec);
    List<ClusterSupervisor> of =
        places.stream()
            .filter(place -> place.slot().version().equals(spec.version()) && !place.isEnding())
            .toList();
    int needed = Math.max(1, of.size());
    if (places.size() + needed > most) {
      return Optional.of(
          "there is no room for %d servers of %s: there are never more than %d at once"
              .formatted(needed, spec.version(), most));
    }
    if (of.isEmpty()) {
      place(spec, sizes.ordinary(), null).start();
    }
    for (ClusterSupervisor old : of) {
      Cluster cluster = old.cluster();
      if (cluster == null) {
        // Between two servers: there is nothing that the new one has to be ready for.
        old.drain(null);
      }
      String replaced = cluster == null ? null : cluster.id();
      begin(new ScalingPlan.Step.Start(spec.version(), old.slot().size(), replaced), null);
    }
    return Optional.empty();
  }

  /** Nobody may enter the release any more: its servers are drained. */
  synchronized void retire(EngineVersion version) {
    specs.remove(version);
    List.copyOf(places).stream()
        .filter(place -> place.slot().version().equals(version) && !place.isEnding())
        .forEach(place -> place.drain(null));
  }

  @Override
  public void ready(ClusterSupervisor supervisor) {
    synchronized (this) {
      String replaced = instead.remove(supervisor);
      Cluster by = supervisor.cluster();
      if (replaced != null && !closed) {
        with(replaced).ifPresent(place -> place.drain(by == null ? null : by.decision()));
      }
    }
  }

  @Override
  public void over(ClusterSupervisor supervisor) {
    synchronized (this) {
      places.remove(supervisor);
      instead.remove(supervisor);
    }
    if (supervisor.isEnding()) {
      surroundings.listener().accept(new ServerStatus.Removed(supervisor.slot()));
    }
  }

  /** Stops all servers, at once; returns when the last one is gone. */
  @Override
  public void close() {
    List<ClusterSupervisor> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(places);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      last.forEach(place -> threads.execute(place::close));
    }
  }
}
