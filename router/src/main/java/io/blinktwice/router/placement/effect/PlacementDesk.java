package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.WantedSize;
import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.router.placement.decision.Work.Restriction;
import io.blinktwice.router.placement.effect.Held.Running;
import io.blinktwice.router.placement.effect.Held.Waiting;
import io.blinktwice.router.placement.effect.Seating.Answer;
import io.blinktwice.runtime.kafka.TraceParent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
 * Where statements get their place. It is told what is heard of clusters ({@link ClusterNews}),
 * gives places ({@link Seating}), looks every second for what runs away ({@link Runaways}) and
 * tells what was decided ({@link Announcements}).
 *
 * <p>One lock orders everything; under it nothing is waited for.
 */
public final class PlacementDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlacementDesk.class);

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final int BEATS_TO_REPORT = 2;
  private static final int BEATS_TO_SAVE = 60;

  /** A session that asked for nothing in this time has its place no longer. */
  private static final double SESSION_SECONDS = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final DeskClock clock;
  private final Duration tellEvery;
  private final SizeBook sizes;
  private final Placers placers;
  private final KnownClusters clusters = new KnownClusters();
  private final Held held = new Held();
  private final Announcements announcements;
  private final Seating seating;
  private final ClusterNews news;
  private final Runaways runaways;
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

  public PlacementDesk(Settings settings, InstantSource source, Audience audience) {
    clock = new DeskClock(source);
    tellEvery = settings.tellEvery();
    sizes = new SizeBook(settings.sizesFile());
    placers = new Placers(PlacementPolicy.ORDINARY.waiting(settings.waitingPerWorkspace()));
    DemandBook demand = new DemandBook(settings.replica());
    announcements = new Announcements(audience, settings.replica(), clock, clusters, demand);
    seating = new Seating(clock, placers, held, sizes, demand, announcements);
    news = new ClusterNews(clock, placers, clusters, held, sizes, seating);
    runaways = new Runaways(clock, placers, clusters, held, announcements);
  }

  /** From now on it looks every second at what waits and what runs. */
  public void start() {
    var _ =
        timer.scheduleAtFixedRate(
            this::beatSafely, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A cluster's life went on. */
  public void changed(Cluster cluster, @Nullable ClusterLifecycle record) {
    locked(() -> news.changed(cluster, record));
  }

  /** A server says what it does. */
  public void reported(ClusterUtilization told, Instant at) {
    if (clock.isNews(at)) {
      locked(() -> news.reported(told));
    }
  }

  /** What an operation used. Old records teach nothing: their plans are no longer known. */
  public void measured(OperationMetrics told) {
    sizes.ended(told, clock.instant());
    locked(() -> news.measured(told));
  }

  /** Another gateway decided. */
  public void heard(RoutingDecision told, Instant at) {
    if (clock.isNews(at) && !announcements.isOurs(told.getReplica())) {
      locked(() -> news.heard(told));
    }
  }

  /** Where a session lives that has not asked for anything yet; empty while nowhere. */
  public Optional<String> opened(Ask ask) {
    return under(() -> seating.opened(ask));
  }

  /** Clusters of a version from the best to the worst for a session that has to move. */
  public List<String> preferred(EngineVersion version, String session, @Nullable WantedSize size) {
    return under(() -> seating.preferred(version, session, size));
  }

  /**
   * A place for a statement; while there is none that suits it, its caller waits.
   *
   * @return empty where nothing is known of the cluster that its session is bound to
   */
  public Optional<Seat> seat(Ask ask, Hold hold) throws Refused, InterruptedException {
    return seat(ask, Expected.of(sizes.estimate(ask.plan())), hold);
  }

  /** A place for what has run away and begins again: it is batch work of such a size. */
  public Optional<Seat> seatAlone(Ask ask, double hadCoreSeconds, Hold hold)
      throws Refused, InterruptedException {
    return seat(ask, Expected.afterOverrun(hadCoreSeconds, sizes.estimate(ask.plan())), hold);
  }

  private Optional<Seat> seat(Ask ask, Expected expected, Hold hold)
      throws Refused, InterruptedException {
    return switch (under(() -> seating.arrived(ask, expected))) {
      case Answer.Given(Seat seat) -> Optional.of(seat);
      case Answer.Unknown() -> Optional.empty();
      case Answer.Refuses(String sentence) -> throw new Refused(sentence);
      case Answer.InLine(Waiting waiting) -> Optional.of(await(waiting, hold));
    };
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
        locked(() -> seating.withdraw(waiting));
      }
    }
  }

  /**
   * The same statement, once more, on this cluster; empty where nothing is known of that.
   *
   * @param size what is advised for it now
   */
  public Optional<Seat> again(
      Seat before, EngineVersion version, String cluster, @Nullable WantedSize size) {
    return under(() -> seating.again(before, version, Restriction.to(cluster).wanting(size)));
  }

  /** Work is over, however it ended; twice is as once. */
  public void over(Seat seat) {
    locked(() -> seating.over(seat, true));
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
                .ifPresent(seat -> seating.over(seat, true)));
  }

  /** Whether a statement of the session has a place, as far as is known here. */
  public boolean runsIn(String session, String user) {
    return under(() -> held.runsIn(session, user));
  }

  /** Whether a server said last that nothing runs on it. */
  public boolean isIdle(String cluster) {
    return under(() -> clusters.isIdle(cluster));
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
          held.idleSessions(clock.seconds() - SESSION_SECONDS)
              .forEach(seat -> seating.over(seat, false));
          for (EngineVersion version : placers.versions()) {
            runaways.look(version);
            seating.lookAgain(version);
            if (!clusters.has(version) && held.waitingFor(version).isEmpty()) {
              placers.forget(version);
            }
          }
          beats++;
          if (beats % BEATS_TO_REPORT == 0) {
            announcements.report(held);
          }
        });
    if (beats % BEATS_TO_SAVE == 0) {
      sizes.save();
    }
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
