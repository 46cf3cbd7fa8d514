package io.blinktwice.app.simulated;

import io.blinktwice.app.simulated.RunReporter.Placed;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.simulator.FleetScript;
import io.blinktwice.simulator.FleetScript.Ending;
import io.blinktwice.simulator.FleetScript.Figures;
import io.blinktwice.simulator.FleetScript.Turn;
import io.blinktwice.soak.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scripted fleet against a running installation, on one thread: asks which version each
 * attempt gets, reports it, and does what its verdict says.
 */
public final class FleetPlay implements AutoCloseable {
  private static final List<String> ROLES = List.of("classifier", "pinning", "rollout");
  private static final int MOST_OPEN = 4_000;
  private static final int MOST_ASKING = 64;
  private static final int REPEATED_EVERY = 200;
  private static final long BREATH = Duration.ofMillis(1).toNanos();
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LINE_EVERY = 2 * SECOND;

  /** Without anything that happens, nothing is waited for any more. */
  private static final long STALLED = Duration.ofSeconds(60).toNanos();

  /** Resolve may be away while a state moves to another instance, or a broker restarts. */
  private static final long AWAY_AT_MOST = Duration.ofSeconds(45).toNanos();

  private static final long ASKED_AGAIN_AFTER = Duration.ofMillis(250).toNanos();

  private static final long SETTLED_WITHIN = Duration.ofMinutes(10).toNanos();

  private final FleetPlan plan;
  private final FleetScript script;
  private final FleetApi api;
  private final KafkaConnection kafka;
  private final Consumer<String> screen;
  private final FleetAccount account = new FleetAccount();
  private final Tally tally = new Tally();
  private final RunReporter reporter;
  private final Witness witness;
  private final RunName names;
  private final Answers answers;
  private final Map<String, Open> open = new HashMap<>();
  private final Queue<Runnable> answered = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::at));
  private int asking;
  private @Nullable Long awaySince;
  private double hour;
  private double due;
  private long lineAt;
  private long eventsAtLine;
  private volatile boolean stopped;

  private record Later(long at, Runnable happens) {}

  private record Open(Placed placed, boolean succeeded) {}

  public FleetPlay(FleetPlan plan, FleetApi api, KafkaConnection kafka, Consumer<String> screen) {
    this.plan = plan;
    this.script = new FleetScript(plan.shape());
    this.api = api;
    this.kafka = kafka;
    this.screen = screen;
    this.names =
        new RunName(
            "fleet-%d-%s"
                .formatted(plan.shape().seed(), Long.toString(Instant.now().toEpochMilli(), 36)));
    this.answers = new Answers(plan.isUnbounded());
    this.reporter = new RunReporter(kafka, names, account);
    this.witness = new Witness(kafka, names, account);
  }

  /** Ends the play; what is under way is still waited for. */
  public void stop() {
    stopped = true;
  }

  /** The same on a thread of its own. */
  public CompletableFuture<FleetOutcome> playAside() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return play();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the fleet was interrupted", e);
          }
        },
        runnable -> Thread.ofPlatform().daemon().name("fleet").start(runnable));
  }

  /** From the first run of its history to its last verdict. */
  public FleetOutcome play() throws IOException, InterruptedException {
    RollOutStart rollOut = new RollOutStart(api, plan);
    tally.release = rollOut.release();
    long begin = System.nanoTime();
    due = begin;
    lineAt = begin;
    playHistory();
    if (!stopped) {
      screen.accept(rollOut.start(tally.release));
      playTurns();
    }
    reporter.flush();
    long last = settle();
    return new FleetOutcome(
        tally,
        account.balance(),
        reporter.events(),
        (last - begin) / (double) SECOND,
        witness.pins());
  }

  private void playHistory() {
    if (plan.history() > 0) {
      screen.accept(
          "%,d workloads run %d times each, as fast as it goes, so that they have a past"
              .formatted(script.workloads(), plan.history()));
    }
    for (int round = 0; round < plan.history() && !stopped; round++) {
      for (int number = 0; number < script.workloads() && !stopped; number++) {
        await(MOST_OPEN);
        begin(script.before(number), 1);
      }
    }
    while (!open.isEmpty() && !stopped) {
      step();
    }
  }

  private void playTurns() {
    screen.accept(
        plan.isUnbounded()
            ? "hour 0: as fast as it goes"
            : "hour 0: %,.0f events/s, an hour of this fleet in %,.0f s"
                .formatted(plan.rate(), 2 * script.runsAnHour() / plan.rate()));
    long end = System.nanoTime() + plan.atMost().toNanos();
    due = System.nanoTime();
    for (long turns = 0; !stopped && (plan.runs() == 0 || turns < plan.runs()); turns++) {
      if (System.nanoTime() - end > 0) {
        return;
      }
      await(plan.isUnbounded() ? MOST_OPEN : 5 * MOST_OPEN);
      Turn turn = script.next();
      hour = turn.hour();
      begin(turn, 1);
    }
  }

  /** Until the next run is due, and there is room for it. */
  private void await(int mostOpen) {
    step();
    while (!stopped && (open.size() >= mostOpen || asking >= MOST_ASKING || isEarly())) {
      step();
    }
  }

  private boolean isEarly() {
    long now = System.nanoTime();
    due = Math.max(due, now - (double) SECOND);
    return hour > 0 && !plan.isUnbounded() && due > now;
  }

  /** Whatever is there to be done, or a breath. */
  private void step() {
    boolean idle = true;
    for (Runnable next = answered.poll(); next != null; next = answered.poll()) {
      next.run();
      idle = false;
    }
    for (RunVerdict next = witness.verdict(); next != null; next = witness.verdict()) {
      follow(next);
      idle = false;
    }
    notice();
    while (!later.isEmpty() && later.element().at() - System.nanoTime() <= 0) {
      later.remove().happens().run();
      idle = false;
    }
    tell();
    if (idle) {
      LockSupport.parkNanos(BREATH);
    }
  }

  private void notice() {
    for (RolloutDecision next = witness.decision(); next != null; next = witness.decision()) {
      answers.forgetAll();
      if (next.getVersion().equals(tally.release)) {
        tally.state = next.getState().name();
        tally.share = next.getShare();
      }
    }
    for (String next = witness.unpinned(); next != null; next = witness.unpinned()) {
      answers.forget(next);
    }
  }

  private void tell() {
    long now = System.nanoTime();
    if (now - lineAt >= LINE_EVERY) {
      long events = reporter.events();
      double perSecond = (events - eventsAtLine) * (double) SECOND / (now - lineAt);
      screen.accept(tally.line(hour, events, perSecond, open.size(), witness.pins()));
      eventsAtLine = events;
      lineAt = now;
    }
  }

  private void begin(Turn turn, int attempt) {
    String fingerprint = turn.owner().fingerprint();
    FleetApi.@Nullable Version known =
        attempt == 1 ? answers.usable(fingerprint, System.nanoTime()) : null;
    if (known != null) {
      place(new Placed(turn, attempt, known));
      return;
    }
    asking++;
    api.resolve(turn.owner(), names.run(turn.number()), attempt)
        .whenComplete(
            (version, failure) -> answered.add(() -> resolved(turn, attempt, version, failure)));
  }

  private void resolved(
      Turn turn, int attempt, FleetApi.@Nullable Version version, @Nullable Throwable failure) {
    asking--;
    if (version == null) {
      askAgain(turn, attempt, failure);
      return;
    }
    awaySince = null;
    if (attempt == 1) {
      answers.keep(turn.owner().fingerprint(), version, System.nanoTime());
    }
    place(new Placed(turn, attempt, version));
  }

  /** As a scheduler does, which cannot start its job without a version. */
  private void askAgain(Turn turn, int attempt, @Nullable Throwable failure) {
    long now = System.nanoTime();
    tally.unresolved++;
    tally.lastTrouble = String.valueOf(failure);
    awaySince = awaySince == null ? now : awaySince;
    if (now - awaySince > AWAY_AT_MOST) {
      throw new IllegalStateException("resolve does not answer any more", failure);
    }
    later.add(new Later(now + ASKED_AGAIN_AFTER, () -> begin(turn, attempt)));
  }

  private void place(Placed placed) {
    boolean onRelease = placed.version().version().equals(tally.release);
    if (placed.attempt() == 1) {
      tally.runs++;
      tally.onRelease += onRelease ? 1 : 0;
    }
    due += 2 * SECOND / plan.rate();
    Turn turn = placed.turn();
    Ending ending = script.ending(turn, placed.attempt(), onRelease);
    Figures figures = script.figures(turn, placed.attempt(), onRelease);
    open.put(key(turn.number(), placed.attempt()), new Open(placed, ending == Ending.SUCCEEDED));
    reporter.started(placed);
    if (plan.isUnbounded() || turn.hour() == 0) {
      end(placed, ending, figures);
    } else {
      long took = Math.round(figures.durationMillis() / speedUp() * 1e6);
      later.add(new Later(System.nanoTime() + took, () -> end(placed, ending, figures)));
    }
  }

  /** The fleet's hours in one of ours. */
  private double speedUp() {
    return Math.max(1, plan.rate() / 2 * 3_600 / script.runsAnHour());
  }

  private void end(Placed placed, Ending ending, Figures figures) {
    reporter.ended(placed, ending, figures);
    int run = placed.turn().number();
    if (run % REPEATED_EVERY == 0) {
      reporter.endedAgain(placed, ending, figures);
    }
    if (placed.attempt() == 1 && isSpoiled(run)) {
      FleetScript.Owner another =
          script.owner((placed.turn().owner().number() + 1) % script.workloads());
      reporter.spoiled(placed, another, figures);
    }
  }

  private boolean isSpoiled(int run) {
    return plan.spoiled() > 0 && run % Math.max(1, Math.round(1 / plan.spoiled())) == 0;
  }

  private static String key(int run, int attempt) {
    return run + "/" + attempt;
  }

  private void follow(RunVerdict verdict) {
    int run = names.number(verdict.getRunId()).orElseThrow();
    Open settled = open.remove(key(run, verdict.getAttempt()));
    if (settled == null) {
      return;
    }
    Placed placed = settled.placed();
    if (settled.succeeded()) {
      tally.rescued += placed.attempt() > 1 ? 1 : 0;
      return;
    }
    answers.forget(placed.turn().owner().fingerprint());
    tally.failed += placed.attempt() == 1 ? 1 : 0;
    boolean again =
        verdict.getAction().name().startsWith("RETRY")
            && placed.attempt() < FleetAccount.MOST_ATTEMPTS;
    if (again) {
      tally.retried++;
      long at = System.nanoTime() + verdict.getRetryAfterMillis() * 1_000_000L;
      later.add(new Later(at, () -> begin(placed.turn(), placed.attempt() + 1)));
    } else {
      tally.userVisible++;
    }
  }

  /** Waits for the last effects; returns when they had come. */
  private long settle() throws InterruptedException {
    screen.accept("no more runs; waiting for %,d attempts".formatted(open.size() + later.size()));
    long latest = System.nanoTime() + SETTLED_WITHIN;
    long movedAt = System.nanoTime();
    int before = Integer.MAX_VALUE;
    while (!isDone() && System.nanoTime() < Math.min(latest, movedAt + STALLED)) {
      step();
      int now = open.size() + asking + later.size();
      if (now != before) {
        before = now;
        movedAt = System.nanoTime();
      }
    }
    reporter.flush();
    return isDone() ? readAll(System.nanoTime() + STALLED) : System.nanoTime();
  }

  private boolean isDone() {
    return open.isEmpty() && asking == 0 && later.isEmpty() && answered.isEmpty();
  }

  /** Waits until every role has read everything, letters included. */
  private long readAll(long latest) throws InterruptedException {
    for (String role : ROLES) {
      try (Group group = new Group(kafka, role)) {
        while (!group.hasReadAll() && System.nanoTime() < latest) {
          step();
        }
      }
    }
    long end = System.nanoTime();
    while (account.balance().missing() > 0 && System.nanoTime() < latest) {
      step();
    }
    return end;
  }

  @Override
  public void close() {
    witness.close();
    reporter.close();
    api.close();
  }
}
