package io.blinktwice.autoscaler.pools.decision;

import io.blinktwice.autoscaler.horizontal.decision.Flow;
import io.blinktwice.autoscaler.horizontal.decision.Limits;
import io.blinktwice.autoscaler.horizontal.decision.Observed;
import io.blinktwice.autoscaler.horizontal.decision.PoolScaler;
import io.blinktwice.autoscaler.horizontal.decision.ScalingChoice;
import io.blinktwice.autoscaler.pools.decision.FleetFacts.Duty;
import io.blinktwice.autoscaler.pools.decision.KnownCluster.Group;
import io.blinktwice.autoscaler.pools.decision.KnownCluster.State;
import io.blinktwice.autoscaler.pools.decision.PoolPlan.Action;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Plans for clusters of one version and size: from what they do to how many there should be, and to
 * orders. An order is not done until the clusters' lives say so: one that nothing came of is given
 * again, after 30 s, a minute, two and so on up to ten minutes.
 */
final class GroupPlanner {
  private static final int PATIENT_SECONDS = 300;

  /** Work that waits should be done in this time. */
  private static final double CATCH_UP_SECONDS = 60;

  private static final int ORDINARY_CORES = 2;
  private static final int FIRST_RETRY_SECONDS = 30;
  private static final int LAST_RETRY_SECONDS = 600;
  private static final int SHOW_EVERY_SECONDS = 300;

  private final PoolScaler scaler;
  private double demandBefore;
  private int ordered = -1;
  private long orderedAt;
  private int retries;
  private long shownAt = Long.MIN_VALUE / 2;

  GroupPlanner(int lateSeconds) {
    scaler = new PoolScaler(PoolBook.BEAT_SECONDS, lateSeconds, PATIENT_SECONDS);
  }

  /**
   * What is seen of the group.
   *
   * @param startSeconds how long a start takes
   * @param aheadCores cores that a wave of a roll-out will bring
   * @param ordinary whether it is of the pool's ordinary size
   * @param duty why its version keeps clusters though no work asks for them
   */
  record Seen(
      Map<String, KnownCluster> clusters,
      List<WaitingWork> waiting,
      int startSeconds,
      double aheadCores,
      boolean ordinary,
      Duty duty) {

    int in(State state) {
      return (int) clusters.values().stream().filter(cluster -> cluster.state() == state).count();
    }
  }

  Optional<PoolPlan> plan(Group group, Seen seen, WantedPool wanted, long second) {
    Optional<WantedPool.Size> size = wanted.size(group.size());
    double slots = slots(seen, size);
    int ready = seen.in(State.READY);
    int starting = seen.in(State.STARTING);
    boolean overdue = ordered > ready + starting && second - orderedAt > (long) FIRST_RETRY_SECONDS;
    Flows flows = flows(seen, wanted, slots);
    Limits limits = limits(wanted, size, slots, seen);
    ScalingChoice decided =
        scaler.decide(
            new Observed(
                second,
                flows.urgent(),
                flows.patient(),
                ready,
                starting,
                Math.max(1, seen.startSeconds()),
                overdue),
            limits);
    ScalingChoice choice =
        decided.heldBackBy() == ScalingChoice.Limit.LEAST
            ? decided.because(why(seen, limits.least()))
            : decided;
    int target = wanted.retired() ? choice.needed() : choice.target();
    double price = size.map(WantedPool.Size::price).orElse(0.0);
    PoolPlan hold =
        new PoolPlan(
            group,
            Action.HOLD,
            0,
            List.of(),
            target,
            slots,
            flows.demand(),
            target * price,
            !wanted.byOwner(),
            wanted.urgent(),
            seen.startSeconds(),
            1 - wanted.lateShare(),
            choice);
    return order(hold, seen, ready + starting, second);
  }

  private Optional<PoolPlan> order(PoolPlan hold, Seen seen, int servers, long second) {
    int target = hold.target();
    if (target > servers) {
      if (ordered >= target && second - orderedAt < retryAfter()) {
        return shown(hold, second); // Ordered, and still to come.
      }
      retries = ordered >= target ? retries + 1 : 0;
      noted(target, second);
      return Optional.of(with(hold, Action.OUT, target - servers, List.of()));
    }
    retries = 0;
    if (target < servers) {
      List<String> leaving = leaving(seen, servers - target);
      if (!leaving.isEmpty()) {
        noted(servers - leaving.size(), second);
        return Optional.of(with(hold, Action.IN, leaving.size(), leaving));
      }
    }
    ordered = Math.min(ordered, servers);
    return shown(hold, second);
  }

  private int retryAfter() {
    return Math.min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS << Math.min(retries, 5));
  }

  private void noted(int target, long second) {
    ordered = target;
    orderedAt = second;
    shownAt = second;
  }

  private Optional<PoolPlan> shown(PoolPlan hold, long second) {
    if (second - shownAt < SHOW_EVERY_SECONDS) {
      return Optional.empty();
    }
    shownAt = second;
    return Optional.of(hold);
  }

  private static PoolPlan with(PoolPlan plan, Action action, int count, List<String> clusters) {
    return new PoolPlan(
        plan.group(),
        action,
        count,
        clusters,
        plan.target(),
        plan.slots(),
        plan.demandCores(),
        plan.costPerHour(),
        plan.forShow(),
        plan.urgent(),
        plan.coldSeconds(),
        plan.quantile(),
        plan.choice());
  }

  /** Idle ones, with the fewest sessions to move first. */
  private static List<String> leaving(Seen seen, int count) {
    return seen.clusters().entrySet().stream()
        .filter(each -> each.getValue().state() == State.READY && each.getValue().isIdle())
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, KnownCluster> each) -> each.getValue().load().sessions())
                .thenComparing(Map.Entry::getKey))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double slots(Seen seen, Optional<WantedPool.Size> size) {
    int known = size.map(WantedPool.Size::cores).orElse(0);
    for (KnownCluster cluster : seen.clusters().values()) {
      known = known > 0 ? known : cluster.cores();
    }
    return known > 0 ? known : ORDINARY_CORES;
  }

  private static Limits limits(
      WantedPool wanted, Optional<WantedPool.Size> size, double slots, Seen seen) {
    double price = size.map(WantedPool.Size::price).orElse(0.0);
    int most = wanted.most();
    int affordable =
        price > 0 && wanted.ceiling() < Double.POSITIVE_INFINITY
            ? (int) Math.min(most, Math.floor(wanted.ceiling() / price))
            : most;
    int ahead = (int) Math.ceil(seen.aheadCores() / slots);
    int least = wanted.retired() || !seen.ordinary() ? 0 : least(wanted, seen);
    return new Limits(
        wanted.lateShare(), slots, Math.min(most, Math.max(least, ahead)), most, affordable);
  }

  /** Without work: a version that only pins hold has none where a start fits the mode. */
  private static int least(WantedPool wanted, Seen seen) {
    return switch (seen.duty()) {
      case Duty.Stable _ -> wanted.least();
      case Duty.Wave(double share) -> (int) Math.ceil(share * wanted.least());
      case Duty.Pins _ -> !wanted.urgent() && seen.startSeconds() <= PATIENT_SECONDS ? 0 : 1;
      case Duty.None _ -> 0;
    };
  }

  private static Reason why(Seen seen, int least) {
    return switch (seen.duty()) {
      case Duty.Stable _ -> new Reason("kept-for-its-owner", "the pool's owner wants " + least);
      case Duty.Wave(double share) ->
          new Reason(
              "kept-for-its-wave",
              String.format(
                  Locale.ROOT,
                  "it rolls out to %.3g %% of the fleet, which is about %.1f cores",
                  100 * share,
                  seen.aheadCores()));
      case Duty.Pins(int workloads) ->
          new Reason(
              "kept-for-pins",
              "%d workloads are pinned to it, and a start of %d s does not fit the pool's mode"
                  .formatted(workloads, seen.startSeconds()));
      case Duty.None _ -> new Reason("kept", "nothing asks for fewer");
    };
  }

  private record Flows(Flow urgent, Flow patient) {
    double demand() {
      return urgent.running() + urgent.waiting() + patient.running() + patient.waiting();
    }
  }

  private Flows flows(Seen seen, WantedPool wanted, double slots) {
    double running = 0;
    double queued = 0;
    for (KnownCluster cluster : seen.clusters().values()) {
      running += cluster.busyCores();
      queued += cluster.wantedCores();
    }
    double urgent = 0;
    double patient = 0;
    double arrivedPerSecond = 0;
    for (WaitingWork work : seen.waiting()) {
      urgent += cores(work.urgentOperations(), work.urgentSeconds(), slots);
      patient += cores(work.patientOperations(), work.patientSeconds(), slots);
      arrivedPerSecond += Math.max(0, work.arrivedPerSecond());
    }
    double demand = running + queued + urgent + patient;
    double arrived =
        arrivedPerSecond > 0
            ? arrivedPerSecond * PoolBook.BEAT_SECONDS / CATCH_UP_SECONDS
            : Math.max(0, demand - demandBefore);
    demandBefore = demand;
    double share = urgent + patient > 0 ? urgent / (urgent + patient) : wanted.urgent() ? 1 : 0;
    return wanted.urgent()
        ? new Flows(
            new Flow(arrived * share, running, queued + urgent),
            new Flow(arrived * (1 - share), 0, patient))
        : new Flows(
            new Flow(arrived * share, 0, urgent),
            new Flow(arrived * (1 - share), running, queued + patient));
  }

  private static double cores(long operations, double coreSeconds, double slots) {
    return Math.max(0, Math.min(operations * slots, coreSeconds / CATCH_UP_SECONDS));
  }

  void write(StateWriter out) {
    byte[] state = scaler.state();
    out.bytes(state);
    out.real(demandBefore);
    out.number(ordered + 1);
    out.count(orderedAt);
    out.number(retries);
    out.count(shownAt);
  }

  static GroupPlanner read(StateReader in, int lateSeconds) {
    GroupPlanner planner = new GroupPlanner(lateSeconds);
    planner.scaler.restored(in.bytes());
    planner.demandBefore = in.real();
    planner.ordered = in.number() - 1;
    planner.orderedAt = in.count();
    planner.retries = in.number();
    planner.shownAt = in.count();
    return planner;
  }
}
