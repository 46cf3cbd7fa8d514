package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.router.decision.WantedSize;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.Placement.Reason;
import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.decision.Placer;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.Work;
import io.blinktwice.router.placement.effect.Held.Running;
import io.blinktwice.router.placement.effect.Held.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives places and takes them back, and lets those follow who wait; belongs to the lock of its
 * desk.
 */
final class Seating {
  private final DeskClock clock;
  private final Placers placers;
  private final Held held;
  private final SizeBook sizes;
  private final DemandBook demand;
  private final Announcements announcements;

  Seating(
      DeskClock clock,
      Placers placers,
      Held held,
      SizeBook sizes,
      DemandBook demand,
      Announcements announcements) {
    this.clock = clock;
    this.placers = placers;
    this.held = held;
    this.sizes = sizes;
    this.demand = demand;
    this.announcements = announcements;
  }

  /** What a statement that asked for a place is told. */
  sealed interface Answer {
    record Given(Seat seat) implements Answer {}

    record InLine(Waiting waiting) implements Answer {}

    /** Nothing is known of the cluster that its session is bound to. */
    record Unknown() implements Answer {}

    record Refuses(String sentence) implements Answer {}
  }

  private static Work work(String id, Ask ask, Size size) {
    return new Work(
        id, ask.asker().workspace().value(), ask.latency().latency(), size, ask.where());
  }

  Answer arrived(Ask ask, Expected expected) {
    double now = clock.seconds();
    held.session(ask.asker().key()).ifPresent(seat -> over(seat, false));
    Work work = work(held.nameFor(ask.operation()), ask, expected.size());
    demand.arrived(ask.version(), expected.size());
    noteMissing(ask.version(), work);
    long began = System.nanoTime();
    Placement placement = placers.of(ask.version()).arrived(work, now);
    RouterMetrics.PLACEMENT_SECONDS.observe(Duration.ofNanos(System.nanoTime() - began));
    Waiting waiting = waiting(ask, work, expected, placement, now);
    return switch (placement.verdict()) {
      case PLACED -> new Answer.Given(seated(waiting, placement, now));
      case REFUSED -> {
        if (placement.reason().rule() == Rule.NO_SUCH_CLUSTER) {
          yield new Answer.Unknown();
        }
        demand.shed(ask.version());
        announcements.tell(waiting, RoutingKind.REFUSED, placement, now);
        yield new Answer.Refuses(placement.reason().sentence());
      }
      case WAITS -> {
        held.waits(waiting);
        announcements.tell(waiting, RoutingKind.QUEUED, placement, now);
        yield new Answer.InLine(waiting);
      }
    };
  }

  /** Who scales is told, so that there is a cluster with enough memory the next time. */
  private void noteMissing(EngineVersion version, Work work) {
    WantedSize size = work.restriction().size();
    if (size != null
        && size.name() != null
        && size.memoryBytes() > 0
        && !placers.of(version).board().hasRoomFor(size)) {
      demand.missing(version, size.name(), work);
    }
  }

  private static Waiting waiting(
      Ask ask, Work work, Expected expected, Placement placement, double now) {
    return new Waiting(ask, work, expected.from(), placement, now, new CompletableFuture<>());
  }

  /** Where a session lives that has not asked for anything yet; empty while nowhere. */
  Optional<String> opened(Ask ask) {
    double now = clock.seconds();
    Work work = work("session " + ask.asker().key(), ask, Expected.OF_A_SESSION.size());
    noteMissing(ask.version(), work);
    Placer placer = placers.of(ask.version());
    Placement first = placer.arrived(work, now);
    Placement placement = first.placed() ? first : atTheBest(placer, first, now);
    String cluster = placement.cluster();
    if (!placement.placed() || cluster == null) {
      return Optional.empty();
    }
    Seat seat = new Seat(ask, work.id(), ask.version(), cluster);
    held.opened(ask.asker().key(), seat, now).ifPresent(other -> over(other, false));
    announcements.tell(ask, RoutingKind.PLACED, placement, null, Expected.OF_A_SESSION.from(), 0);
    return Optional.of(cluster);
  }

  /** A session is no work: where batch work would wait, it lives at the best place there is. */
  private static Placement atTheBest(Placer placer, Placement waits, double now) {
    Work work = waits.work();
    placer.withdrawn(work.id());
    for (Placement.Candidate one : waits.candidates()) {
      if (one.excludedBy() == null) {
        Work there =
            new Work(
                work.id(),
                work.workspace(),
                work.latency(),
                work.size(),
                Work.Restriction.to(one.cluster()));
        return placer.arrived(there, now);
      }
    }
    return waits;
  }

  /** Clusters of a version from the best to the worst for a session that has to move. */
  List<String> preferred(EngineVersion version, String session, @Nullable WantedSize size) {
    Placer placer = placers.of(version);
    Work probe =
        new Work(
            "probe " + session,
            "",
            Latency.INTERACTIVE,
            Expected.OF_A_SESSION.size(),
            Work.Restriction.NONE.wanting(size));
    noteMissing(version, probe);
    Placement placement = placer.arrived(probe, clock.seconds());
    String cluster = placement.cluster();
    if (cluster == null) {
      placer.withdrawn(probe.id());
    } else {
      carryOut(version, placer.ended(probe.id(), cluster, clock.seconds()));
    }
    return placement.candidates().stream()
        .filter(one -> one.excludedBy() == null)
        .map(Placement.Candidate::cluster)
        .toList();
  }

  /** The same statement, once more, on this cluster; empty where nothing is known of that. */
  Optional<Seat> again(Seat before, EngineVersion version, Work.Restriction there) {
    over(before, true);
    Ask first = before.ask();
    Ask ask =
        new Ask(first.asker(), first.operation(), version, first.latency(), first.plan(), there);
    Expected expected = Expected.of(sizes.estimate(ask.plan()));
    double now = clock.seconds();
    Work work = work(held.nameFor(ask.operation()), ask, expected.size());
    Placement placement = placers.of(version).arrived(work, now);
    return placement.placed()
        ? Optional.of(seated(waiting(ask, work, expected, placement, now), placement, now))
        : Optional.empty();
  }

  /** Its client left; it may have been given a place in the same moment. */
  void withdraw(Waiting waiting) {
    if (held.left(waiting)) {
      placers.of(waiting.ask().version()).withdrawn(waiting.work().id());
      announcements.tell(
          waiting,
          RoutingKind.REFUSED,
          new Placement(
              waiting.work(),
              Placement.Verdict.REFUSED,
              null,
              List.of(),
              0,
              0,
              new Reason(Rule.WITHDRAWN, "its client left while it waited")),
          clock.seconds());
    } else if (waiting.seat().isDone()) {
      over(waiting.seat().join(), false);
    }
  }

  private Seat seated(Waiting waiting, Placement placement, double now) {
    Ask ask = waiting.ask();
    String cluster = String.valueOf(placement.cluster());
    Seat seat = new Seat(ask, waiting.work().id(), ask.version(), cluster);
    held.runs(new Running(seat, waiting.work().size(), now));
    String home = ask.where().home();
    boolean moves = home != null && !home.equals(cluster);
    announcements.tell(waiting, moves ? RoutingKind.MOVED : RoutingKind.PLACED, placement, now);
    if (!ask.operation().isEmpty()) {
      sizes.began(ask.operation(), cluster, ask.plan());
    }
    return seat;
  }

  private void carryOut(EngineVersion version, List<Placement> placements) {
    double now = clock.seconds();
    for (Placement placement : placements) {
      Optional<Waiting> waiting = held.turn(placement.work().id());
      if (waiting.isPresent()) {
        Seat seat = seated(waiting.get(), placement, now);
        RouterMetrics.PLACEMENT_WAIT_SECONDS.observe(
            Duration.ofMillis(Math.max(0, Math.round(1000 * (now - waiting.get().since())))));
        waiting.get().seat().complete(seat);
      } else {
        placers
            .of(version)
            .ended(placement.work().id(), String.valueOf(placement.cluster()), now)
            .forEach(other -> carryOut(version, List.of(other)));
      }
    }
  }

  /** Something changed: who waits may have a place now. */
  void lookAgain(EngineVersion version) {
    carryOut(version, placers.of(version).lookAgain(clock.seconds()));
  }

  /** Work is over; twice is as once. */
  void over(Seat seat, boolean counts) {
    Optional<Size> size = held.over(seat);
    if (size.isPresent()) {
      if (counts) {
        demand.completed(seat.version(), size.get());
      }
      carryOut(
          seat.version(),
          placers.of(seat.version()).ended(seat.work(), seat.cluster(), clock.seconds()));
    }
  }
}
