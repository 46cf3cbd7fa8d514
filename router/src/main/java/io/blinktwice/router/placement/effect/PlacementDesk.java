package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.decision.ClusterBoard.Overrun;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.Placement.Reason;
import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.router.placement.decision.Placer;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.UtilizationReport;
import io.blinktwice.router.placement.decision.UtilizationReport.Progress;
import io.blinktwice.router.placement.decision.Work;
import io.blinktwice.router.placement.effect.Held.Running;
import io.blinktwice.router.placement.effect.Held.Waiting;
import io.blinktwice.router.placement.size.decision.SizeEstimate;
import io.blinktwice.runtime.kafka.TraceParent;
import io.blinktwice.runtime.metrics.Label;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where statements get their place: holds a {@link Placer} for each engine version, tells it what
 * is heard and carries out what it decides.
 *
 * <p>One lock orders everything; under it nothing is waited for. Versions share no clusters, so
 * each has a placer of its own.
 */
public final class PlacementDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlacementDesk.class);

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final int BEATS_TO_REPORT = 2;
  private static final int BEATS_TO_SAVE = 60;

  /** Records that are older say nothing of the present. */
  private static final Duration NEWS = Duration.ofSeconds(30);

  /** A session that has not asked for anything yet may do so at any moment. */
  private static final double SESSION_SECONDS = 10;

  private static final Size OF_A_SESSION = new Size(2, 10, 4, Size.Source.PRIOR);

  private final ReentrantLock lock = new ReentrantLock();
  private final PlacementPolicy policy;
  private final InstantSource clock;
  private final Audience audience;
  private final String replica;
  private final Duration tellEvery;
  private final SizeBook sizes;
  private final Map<EngineVersion, Placer> placers = new HashMap<>();
  private final KnownClusters clusters = new KnownClusters();
  private final Held held = new Held();
  private final DemandBook demand;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("placement-beat").factory());
  private int beats;

  /** Is told of what was decided; must not wait. */
  public interface Audience {
    Audience NOBODY =
        new Audience() {
          @Override
          public void decided(RoutingDecision decision, @Nullable TraceParent cause) {}

          @Override
          public void wants(PlacementDemand demand) {}
        };

    /**
     * @param cause the trace of the call that asked
     */
    void decided(RoutingDecision decision, @Nullable TraceParent cause);

    void wants(PlacementDemand demand);
  }

  /**
   * What can be chosen.
   *
   * @param replica name of this gateway among the others
   * @param waitingPerWorkspace statements of one workspace that may wait at a time
   * @param tellEvery how often a client hears that its statement still waits
   * @param sizesFile where learnt sizes are kept; nowhere without one
   */
  public record Settings(
      String replica, int waitingPerWorkspace, Duration tellEvery, @Nullable Path sizesFile) {}

  public PlacementDesk(Settings settings, InstantSource clock, Audience audience) {
    this.policy = PlacementPolicy.ORDINARY.waiting(settings.waitingPerWorkspace());
    this.clock = clock;
    this.audience = audience;
    this.replica = settings.replica();
    this.tellEvery = settings.tellEvery();
    this.sizes = new SizeBook(settings.sizesFile());
    this.demand = new DemandBook(replica);
  }

  /** From now on it looks every second at what waits and what runs. */
  public void start() {
    var _ =
        timer.scheduleAtFixedRate(
            this::beatSafely, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private double now() {
    return clock.instant().toEpochMilli() / 1000.0;
  }

  private Placer placer(EngineVersion version) {
    return placers.computeIfAbsent(version, _ -> new Placer(policy));
  }

  /** A cluster's life went on. */
  public void changed(Cluster cluster, @Nullable ClusterLifecycle record) {
    locked(
        () -> {
          double now = now();
          Optional<KnownClusters.Known> before = clusters.get(cluster.id());
          boolean same =
              before.isPresent()
                  && before.get().incarnation().equals(cluster.incarnation())
                  && before.get().version().equals(cluster.version());
          boolean open = cluster.accepts(cluster.version());
          if (before.isPresent() && (!same || !cluster.serves() || open && !before.get().open())) {
            left(cluster.id(), before.get().version(), now);
            same = false;
          }
          if (cluster.serves() && !same) {
            placer(cluster.version())
                .board()
                .joined(KnownClusters.traits(cluster, record, now), now);
          }
          if (cluster.serves() && !open) {
            placer(cluster.version()).board().closed(cluster.id());
          }
          if (cluster.serves()) {
            clusters.put(cluster, record, open);
          }
          lookAgain(cluster.version(), now);
        });
  }

  private void left(String cluster, EngineVersion version, double now) {
    clusters.remove(cluster);
    Placer placer = placer(version);
    placer.board().left(cluster, now);
    held.lost(cluster);
  }

  /** A server says what it does. */
  public void reported(ClusterUtilization told, Instant at) {
    if (!isNews(at)) {
      return;
    }
    locked(
        () -> {
          Optional<KnownClusters.Known> known = clusters.get(told.getCluster());
          if (known.isPresent()) {
            Placer placer = placer(known.get().version());
            placer.board().reported(report(told), now());
            told.getOperations().forEach(each -> sizes.progressed(told.getCluster(), each));
            forgetUnattached(told);
          }
        });
  }

  /** By the brokers' clock. One that is off by more leaves a stale view, which is provided for. */
  private boolean isNews(Instant at) {
    return Duration.between(at, clock.instant()).compareTo(NEWS) < 0;
  }

  private static UtilizationReport report(ClusterUtilization told) {
    return new UtilizationReport(
        told.getCluster(),
        told.getSequence(),
        told.getCores(),
        told.getRunningOperations(),
        told.getOperations().stream()
            .map(each -> new Progress(each.getOperationId(), each.getTaskMillis() / 1000.0))
            .toList());
  }

  /** What nobody is attached to and its server no longer knows is over, whoever missed its end. */
  private void forgetUnattached(ClusterUtilization told) {
    if (told.getUnlistedOperations() == 0) {
      Set<String> listed = new HashSet<>();
      for (OperationProgress each : told.getOperations()) {
        listed.add(each.getOperationId());
      }
      held.vanished(told.getCluster(), listed, now()).forEach(seat -> over(seat, true));
    }
  }

  /** What an operation used. Old records teach nothing: their plans are no longer known. */
  public void measured(OperationMetrics told) {
    sizes.ended(told, clock.instant());
    locked(
        () ->
            held.running(told.getOperationId())
                .filter(running -> running.seat().cluster().equals(told.getCluster()))
                .filter(
                    running -> running.seat().ask().asker().session().equals(told.getSessionId()))
                .ifPresent(running -> over(running.seat(), true)));
  }

  /** Another gateway decided. */
  public void heard(RoutingDecision told, Instant at) {
    if (!isNews(at) || told.getReplica().equals(replica)) {
      return;
    }
    Work work = Decided.placedBy(told);
    String cluster = told.getCluster();
    locked(
        () -> {
          Optional<KnownClusters.Known> known =
              cluster == null ? Optional.empty() : clusters.get(cluster);
          known.ifPresent(
              there -> {
                Placer placer = placer(there.version());
                placer.board().heardOthers(now());
                if (work != null && cluster != null) {
                  double seconds = work.size().secondsOn(work.size().parallelism());
                  placer.board().placed(work, cluster, seconds, false, now());
                }
              });
        });
  }

  /** Where a session lives that has not asked for anything yet; empty while nowhere. */
  public Optional<String> opened(Ask ask) {
    return under(
        () -> {
          double now = now();
          Work work =
              new Work(
                  "session " + ask.asker().key(),
                  ask.asker().workspace().value(),
                  ask.latency().latency(),
                  OF_A_SESSION,
                  ask.where());
          Placer placer = placer(ask.version());
          Placement first = placer.arrived(work, now);
          Placement placement = first.placed() ? first : atTheBest(placer, first, now);
          String cluster = placement.cluster();
          if (!placement.placed() || cluster == null) {
            return Optional.empty();
          }
          Seat seat = new Seat(ask, work.id(), ask.version(), cluster);
          held.opened(ask.asker().key(), seat, now).ifPresent(other -> over(other, false));
          tell(ask, RoutingKind.PLACED, placement, null, "SESSION", 0);
          return Optional.of(cluster);
        });
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
  public List<String> preferred(EngineVersion version, String session) {
    return under(
        () -> {
          Placer placer = placer(version);
          Work probe =
              new Work(
                  "probe " + session, "", Latency.INTERACTIVE, OF_A_SESSION, Work.Restriction.NONE);
          Placement placement = placer.arrived(probe, now());
          String cluster = placement.cluster();
          if (cluster == null) {
            placer.withdrawn(probe.id());
          } else {
            carryOut(version, placer.ended(probe.id(), cluster, now()));
          }
          return placement.candidates().stream()
              .filter(one -> one.excludedBy() == null)
              .map(Placement.Candidate::cluster)
              .toList();
        });
  }

  /**
   * A place for a statement; while there is none that suits it, its caller waits.
   *
   * @return empty where nothing is known of the cluster that its session is bound to
   */
  public Optional<Seat> seat(Ask ask, Hold hold) throws Refused, InterruptedException {
    SizeEstimate estimate = sizes.estimate(ask.plan());
    return seat(ask, size(estimate), estimate.from().name(), hold);
  }

  /** A place for what has run away and begins again: it is batch work of such a size. */
  public Optional<Seat> seatAlone(Ask ask, double hadCoreSeconds, Hold hold)
      throws Refused, InterruptedException {
    double seconds = Size.afterOverrun(hadCoreSeconds);
    double parallelism = sizes.estimate(ask.plan()).parallelism();
    return seat(ask, new Size(seconds, seconds, parallelism, Size.Source.PRIOR), "OVERRUN", hold);
  }

  private Optional<Seat> seat(Ask ask, Size size, String from, Hold hold)
      throws Refused, InterruptedException {
    Waiting waiting;
    lock.lock();
    try {
      double now = now();
      held.session(ask.asker().key()).ifPresent(seat -> over(seat, false));
      Work work =
          new Work(
              held.nameFor(ask.operation()),
              ask.asker().workspace().value(),
              ask.latency().latency(),
              size,
              ask.where());
      demand.arrived(ask.version(), size);
      long began = System.nanoTime();
      Placement placement = placer(ask.version()).arrived(work, now);
      RouterMetrics.PLACEMENT_SECONDS.observe(Duration.ofNanos(System.nanoTime() - began));
      waiting = new Waiting(ask, work, from, placement, now, new CompletableFuture<>());
      switch (placement.verdict()) {
        case PLACED -> {
          return Optional.of(seated(waiting, placement, now));
        }
        case REFUSED -> {
          if (placement.reason().rule() == Rule.NO_SUCH_CLUSTER) {
            return Optional.empty();
          }
          demand.shed(ask.version());
          tell(ask, RoutingKind.REFUSED, placement, work.id(), from, 0);
          throw new Refused(placement.reason().sentence());
        }
        case WAITS -> {
          held.waits(waiting);
          tell(ask, RoutingKind.QUEUED, placement, work.id(), from, 0);
        }
      }
    } finally {
      lock.unlock();
    }
    return Optional.of(await(waiting, hold));
  }

  /** The same statement, once more, on this cluster; empty where nothing is known of that. */
  public Optional<Seat> again(Seat before, EngineVersion version, String cluster) {
    return under(
        () -> {
          over(before, true);
          Ask first = before.ask();
          Ask ask =
              new Ask(
                  first.asker(),
                  first.operation(),
                  version,
                  first.latency(),
                  first.plan(),
                  Work.Restriction.to(cluster));
          SizeEstimate estimate = sizes.estimate(ask.plan());
          double now = now();
          Work work =
              new Work(
                  held.nameFor(ask.operation()),
                  ask.asker().workspace().value(),
                  ask.latency().latency(),
                  size(estimate),
                  ask.where());
          Placement placement = placer(version).arrived(work, now);
          return placement.placed()
              ? Optional.of(
                  seated(
                      new Waiting(
                          ask,
                          work,
                          estimate.from().name(),
                          placement,
                          now,
                          new CompletableFuture<>()),
                      placement,
                      now))
              : Optional.empty();
        });
  }

  private static Size size(SizeEstimate estimate) {
    Size.Source source =
        switch (estimate.from()) {
          case SAME_PLAN, SAME_PLAN_ONCE, SAME_SHAPE -> Size.Source.HISTORY;
          case MODEL -> Size.Source.MODEL;
          case PRIOR -> Size.Source.PRIOR;
        };
    return new Size(
        estimate.coreSeconds(), estimate.coreSecondsHigh(), estimate.parallelism(), source);
  }

  private Seat await(Waiting waiting, Hold hold) throws Refused, InterruptedException {
    boolean given = false;
    try {
      CompletableFuture<Object> first = CompletableFuture.anyOf(waiting.seat(), hold.left());
      while (!first.isDone()) {
        try {
          first.get(tellEvery.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          hold.stillWaiting();
        }
      }
      if (!waiting.seat().isDone()) {
        throw new Refused("its client left while it waited for a place");
      }
      Seat seat = waiting.seat().get();
      given = true;
      return seat;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a place is given or the client leaves, nothing fails", e);
    } finally {
      if (!given) {
        withdraw(waiting);
      }
    }
  }

  private void withdraw(Waiting waiting) {
    locked(
        () -> {
          if (held.left(waiting)) {
            placer(waiting.ask().version()).withdrawn(waiting.work().id());
            tell(
                waiting.ask(),
                RoutingKind.REFUSED,
                new Placement(
                    waiting.work(),
                    Placement.Verdict.REFUSED,
                    null,
                    List.of(),
                    0,
                    0,
                    new Reason(Rule.WITHDRAWN, "its client left while it waited")),
                waiting.work().id(),
                waiting.estimatedFrom(),
                now() - waiting.since());
          } else if (waiting.seat().isDone()) {
            over(waiting.seat().join(), false);
          }
        });
  }

  private Seat seated(Waiting waiting, Placement placement, double now) {
    Ask ask = waiting.ask();
    String cluster = String.valueOf(placement.cluster());
    Seat seat = new Seat(ask, waiting.work().id(), ask.version(), cluster);
    held.runs(new Running(seat, waiting.work().size(), now));
    String home = ask.where().home();
    boolean moves = home != null && !home.equals(cluster);
    tell(
        ask,
        moves ? RoutingKind.MOVED : RoutingKind.PLACED,
        placement,
        waiting.work().id(),
        waiting.estimatedFrom(),
        now - waiting.since());
    if (!ask.operation().isEmpty()) {
      sizes.began(ask.operation(), cluster, ask.plan());
    }
    return seat;
  }

  private void carryOut(EngineVersion version, List<Placement> placements) {
    double now = now();
    for (Placement placement : placements) {
      Optional<Waiting> waiting = held.turn(placement.work().id());
      if (waiting.isPresent()) {
        Seat seat = seated(waiting.get(), placement, now);
        RouterMetrics.PLACEMENT_WAIT_SECONDS.observe(
            Duration.ofMillis(Math.max(0, Math.round(1000 * (now - waiting.get().since())))));
        waiting.get().seat().complete(seat);
      } else {
        placer(version)
            .ended(placement.work().id(), String.valueOf(placement.cluster()), now)
            .forEach(other -> carryOut(version, List.of(other)));
      }
    }
  }

  private void lookAgain(EngineVersion version, double now) {
    carryOut(version, placer(version).lookAgain(now));
  }

  /** Work is over, however it ended; twice is as once. */
  public void over(Seat seat) {
    locked(() -> over(seat, true));
  }

  private void over(Seat seat, boolean counts) {
    Optional<Size> size = held.over(seat);
    if (size.isPresent()) {
      if (counts) {
        demand.completed(seat.version(), size.get());
      }
      carryOut(seat.version(), placer(seat.version()).ended(seat.work(), seat.cluster(), now()));
    }
  }

  /** The call that carried it is gone, but it goes on. */
  public void detached(Seat seat) {
    locked(() -> held.detached(seat));
  }

  /** An operation is given up by its client, whatever call it was begun in. */
  public void released(String session, String user, String operation) {
    locked(
        () ->
            held.running(operation)
                .map(Running::seat)
                .filter(seat -> seat.ask().asker().is(session, user))
                .ifPresent(seat -> over(seat, true)));
  }

  /** Who can begin the work again elsewhere is asked to, should it run away. */
  public void watch(Seat seat, Runaway ifRunaway) {
    locked(() -> held.watch(seat, ifRunaway));
  }

  /** Told, on a thread of its own, that work has run away. */
  public interface Runaway {
    void after(double coreSeconds);
  }

  private void beatSafely() {
    try {
      beat();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A beat of placement failed; the next one follows");
    }
  }

  /** A second has passed. */
  void beat() {
    locked(
        () -> {
          double now = now();
          held.idleSessions(now - SESSION_SECONDS).forEach(seat -> over(seat, false));
          for (EngineVersion version : List.copyOf(placers.keySet())) {
            placer(version).board().overruns(now).forEach(overrun -> isolate(version, overrun));
            lookAgain(version, now);
            if (clusters.open(version) > 1) {
              held.runawaysInCompany(version)
                  .forEach(
                      (asked, had) ->
                          Thread.ofVirtual().name("isolate").start(() -> asked.after(had)));
            }
            if (!clusters.has(version) && held.waitingFor(version).isEmpty()) {
              placers.remove(version);
            }
          }
          beats++;
          if (beats % BEATS_TO_REPORT == 0) {
            report(now);
          }
        });
    if (beats % BEATS_TO_SAVE == 0) {
      sizes.save();
    }
  }

  private void isolate(EngineVersion version, Overrun overrun) {
    Optional<Running> running = held.running(overrun.work().id());
    LOG.atInfo()
        .addKeyValue("operation", overrun.work().id())
        .addKeyValue("cluster", overrun.cluster())
        .addKeyValue("coreSeconds", Math.round(overrun.coreSeconds()))
        .log("A statement ran away; its cluster gets no interactive work while there is another");
    if (running.isPresent()) {
      tell(
          running.get().seat().ask(),
          RoutingKind.ISOLATED,
          new Placement(
              overrun.work(),
              Placement.Verdict.PLACED,
              overrun.cluster(),
              List.of(),
              0,
              0,
              new Reason(
                  Rule.HAS_A_RUNAWAY,
                  "it had %.1f core-seconds and was expected to need at most %.1f"
                      .formatted(overrun.coreSeconds(), overrun.work().size().coreSecondsHigh()))),
          overrun.work().id(),
          "OVERRUN",
          0);
      running.get().ranAway(overrun.coreSeconds());
    }
    RouterMetrics.PLACEMENT_RUNAWAYS.increment();
  }

  private void report(double now) {
    Set<EngineVersion> versions = new HashSet<>(demand.versions());
    held.waiting().forEach(waiting -> versions.add(waiting.ask().version()));
    for (EngineVersion version : versions) {
      List<DemandBook.Line> line = new ArrayList<>();
      for (Waiting waiting : held.waitingFor(version)) {
        line.add(
            new DemandBook.Line(
                waiting.work().latency(),
                waiting.work().size(),
                now - waiting.since(),
                waiting.placement().reason().rule()));
      }
      demand
          .report(version, clusters.poolOf(version), line, clock.instant())
          .ifPresent(audience::wants);
    }
  }

  private void tell(
      Ask ask,
      RoutingKind kind,
      Placement placement,
      @Nullable String operation,
      String estimatedFrom,
      double queued) {
    String home = ask.where().home();
    RouterMetrics.PLACEMENTS.increment(Label.word(kind));
    audience.decided(
        Decided.record(
            new Decided.Told(
                ask,
                kind,
                placement,
                operation,
                kind == RoutingKind.MOVED ? home : null,
                clusters.poolOf(ask.version()),
                estimatedFrom,
                Math.max(0, queued),
                replica),
            clock.instant()),
        ask.asker().trace());
  }

  /** The pool that clusters of a version belong to. */
  public String poolOf(EngineVersion version) {
    return under(() -> clusters.poolOf(version));
  }

  /** Statements that wait. */
  public int waiting() {
    return under(() -> held.waiting().size());
  }

  /** Statements that have a place. */
  public int running() {
    return under(() -> held.running());
  }

  /** Plans that are remembered. */
  public int plans() {
    return sizes.plans();
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T under(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    sizes.save();
  }
}
