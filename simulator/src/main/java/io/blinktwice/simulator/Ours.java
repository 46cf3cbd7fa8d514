package io.blinktwice.simulator;

import io.blinktwice.rollout.evidence.decision.CleanRuns;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.rollout.evidence.decision.Scope;
import io.blinktwice.rollout.evidence.decision.WorkloadRecord;
import io.blinktwice.rollout.judge.decision.Beat;
import io.blinktwice.rollout.judge.decision.Finding;
import io.blinktwice.rollout.judge.decision.JudgeBench;
import io.blinktwice.rollout.judge.decision.JudgePolicy;
import io.blinktwice.rollout.judge.decision.ReleaseJudge;
import io.blinktwice.simulator.performance.WatchedSpeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Our judge at the controls, as it runs: runs become facts, facts become news of their workload,
 * and the judge hears them beat by beat.
 */
final class Ours implements Pilot {
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  static final String OLD = "3.5.7";
  static final String RELEASE = "4.2.0";
  private static final Duration HISTORY = Duration.ofDays(30);
  private static final Duration WARM_UP = Duration.ofHours(2);
  static final Duration LAST_RUN = Duration.ofSeconds(40);
  private static final int MOST_WARM_UP_RUNS = 12;

  /** As pinning draws retries once a release has baked, and once a tenth of the fleet is on it. */
  private static final double SAME_VERSION_SHARE = .9;

  private static final double MANY = .1;
  private static final double BOTH_SIDES_ALIKE = .5;

  private static final double DRAWN_FROM_HOUR = 1 / 3.0;

  /** A flakier workload is not pinned for one failure: it is its own fault more likely. */
  private static final double FLAKY = .05;

  private final Fleet fleet;
  private final Names names;
  private final Recorder recorder;
  private final boolean automatic;
  private final boolean unequal;
  private final JudgeBench bench;
  private final ReleaseJudge judge;
  private final WorkloadRecord[] units;
  private final String[] unitNames;
  private final Place[] places;
  private final boolean[] pins;
  private final boolean[] confinedWorkspaces;
  private final @Nullable WatchedSpeed[] speeds;
  private final boolean[] comparing;
  private final PriorityQueue<Later> queue =
      new PriorityQueue<>(Comparator.comparing(Later::at).thenComparingLong(Later::order));
  private final List<News> news = new ArrayList<>();
  private Beat beat = Beat.of(START);
  private boolean confined;
  private long order;

  private record Later(Instant at, long order, Runnable happens) {}

  /** Sees what went in and what came out, for whoever wants to play it elsewhere. */
  interface Recorder {
    Recorder NONE = new Recorder() {};

    default void told(int workload, Fact fact) {}

    default void found(Finding finding, ReleaseJudge judge) {}
  }

  /** How it is to fly. */
  record Plan(JudgePolicy policy, boolean unequal, boolean warmUp, Names names, Recorder recorder) {
    static Plan of(JudgePolicy policy, boolean unequal) {
      return new Plan(policy, unequal, false, Names.PLAIN, Recorder.NONE);
    }
  }

  Ours(Fleet fleet, Plan plan) {
    this.fleet = fleet;
    this.names = plan.names();
    this.recorder = plan.recorder();
    this.automatic = plan.policy().speed().automatic();
    this.unequal = plan.unequal();
    int workloads = fleet.size.workloads();
    this.units = new WorkloadRecord[workloads];
    this.unitNames = new String[workloads];
    this.places = new Place[workloads];
    this.pins = new boolean[workloads];
    this.confinedWorkspaces = new boolean[fleet.size.workspaces()];
    this.speeds = new WatchedSpeed[workloads];
    this.comparing = new boolean[workloads];
    Map<String, Double> draws = new HashMap<>();
    for (int workload = 0; workload < workloads; workload++) {
      int unit = fleet.unit[workload];
      places[workload] = Place.in("workspace-" + fleet.workspace[workload]);
      String name = unitName(workload);
      unitNames[workload] = name;
      draws.put(name, names.draw(name, fleet.draw[workload]));
      if (units[unit] == null) {
        units[unit] =
            new WorkloadRecord(
                name,
                fleet.history[workload],
                CleanRuns.before(fleet.history[workload].runs(), START.minus(HISTORY)));
      }
    }
    this.bench = new JudgeBench(release -> draws::get);
    this.judge = plan.warmUp() ? warmedUp(plan.policy()) : begun(plan.policy());
  }

  private ReleaseJudge begun(JudgePolicy policy) {
    return bench.begin(RELEASE, new ReleaseJudge.Terms(policy, fleet.prior, fleet.units(), START));
  }

  /**
   * As in a real fleet, where nothing is known but what was heard: every workload runs some times
   * first, and once more shortly before the start, which is heard after it.
   */
  private ReleaseJudge warmedUp(JudgePolicy policy) {
    beat = Beat.of(START.minus(WARM_UP));
    for (int workload = 0; workload < fleet.size.workloads(); workload++) {
      units[workload] = WorkloadRecord.unknown(unitNames[workload]);
      int runs = Math.min(fleet.history[workload].runs(), MOST_WARM_UP_RUNS);
      for (int number = 0; number < runs; number++) {
        warm(workload, START.minus(WARM_UP).plusSeconds(60L * number).plusMillis(workload));
      }
    }
    settle(new Beat(Beat.of(START.minus(LAST_RUN)).number() - 1).end());
    ReleaseJudge begun = bench.begin(RELEASE, policy, policy.speed().firstShare(), START);
    for (int workload = 0; workload < fleet.size.workloads(); workload++) {
      warm(workload, START.minus(LAST_RUN).plusMillis(workload));
    }
    return begun;
  }

  private void warm(int workload, Instant at) {
    String run = "warm-" + order++;
    String workspace = places[workload].workspace();
    tell(workload, new Fact.Ended(run, 1, at, workspace, OLD, Fact.Ending.CLEAN, "verdict-" + run));
  }

  private String unitName(int workload) {
    String workspace = places[workload].workspace();
    return fleet.drawnByWorkspace ? workspace : names.of(workspace, "workload-" + workload);
  }

  @Override
  public void minute(double hour) {
    settle(at(hour));
    if (!automatic && FixedWaves.share(hour) > judge.share()) {
      judge.open(FixedWaves.share(hour), at(hour));
    }
  }

  private static Instant at(double hour) {
    return START.plusMillis(Math.round(hour * 3_600_000));
  }

  @Override
  public boolean onRelease(int workload) {
    return !pins[workload]
        && !comparing[workload]
        && judge.admits(unitNames[workload], places[workload]);
  }

  @Override
  public void saw(Attempted attempt) {
    Instant began = at(attempt.hour());
    settle(began);
    String run = "run-" + order++;
    if (unequal) {
      tell(attempt.workload(), new Fact.Began(run, began, places[attempt.workload()]));
    }
    if (!attempt.failed()) {
      end(attempt, run, began, 1, Fact.Ending.CLEAN);
      if (fleet.timed && (attempt.onRelease() || comparing[attempt.workload()])) {
        timed(attempt, run, began);
      }
    } else {
      Instant failed = began.plusMillis(unequal ? (attempt.onRelease() ? 480_000 : 180_000) : 0);
      Instant retried = failed.plusMillis(unequal ? (attempt.onRelease() ? 900_000 : 120_000) : 1);
      Lot lot = lot(attempt);
      later(failed, () -> end(attempt, run, failed, 1, Fact.Ending.compared(lot)));
      later(retried, () -> retried(attempt, run, retried, lot));
    }
  }

  /** A workload that takes longer is sent to the older version once or more, and then pinned. */
  private void timed(Attempted attempt, String run, Instant at) {
    int workload = attempt.workload();
    WatchedSpeed speed = speeds[workload];
    if (speed == null) {
      speed = new WatchedSpeed(fleet.slowed[workload], fleet.speedSeed + workload);
      speeds[workload] = speed;
    }
    WatchedSpeed.Step step = speed.ran(attempt.onRelease());
    comparing[workload] = step.compareNext();
    if (step.pinnedWith() > 0) {
      pins[workload] = true;
      tell(workload, new Fact.Pinned("pin-" + run, at, RELEASE, false, step.pinnedWith()));
    }
  }

  private Lot lot(Attempted attempt) {
    double share = share() < MANY ? SAME_VERSION_SHARE : BOTH_SIDES_ALIKE;
    return attempt.hour() < DRAWN_FROM_HOUR ? Lot.NONE : new Lot(share, attempt.lot() < share);
  }

  private void retried(Attempted attempt, String run, Instant at, Lot lot) {
    if (!lot.same()) {
      comparedOnLastGood(attempt, run, at, 2, attempt.rescued());
    } else if (attempt.again()) {
      end(attempt, run, at, 2, Fact.Ending.COMPARED);
      comparedOnLastGood(attempt, run, at.plusMillis(1), 3, attempt.rescuedLater());
    } else {
      end(attempt, run, at, 2, Fact.Ending.CLEAN);
    }
  }

  private void comparedOnLastGood(
      Attempted attempt, String run, Instant at, int number, boolean rescued) {
    end(attempt, run, at, number, rescued ? Fact.Ending.CLEAN : Fact.Ending.FAILED_FOR_GOOD);
    if (attempt.onRelease() && rescued) {
      double rate = fleet.prior.rate(fleet.history[attempt.workload()]);
      pins[attempt.workload()] |= rate < FLAKY;
    }
  }

  private void end(Attempted attempt, String run, Instant at, int number, Fact.Ending ending) {
    boolean first = number == 1 || number == 2 && ending.equals(Fact.Ending.COMPARED);
    String version = attempt.onRelease() && first ? RELEASE : OLD;
    String workspace = places[attempt.workload()].workspace();
    tell(
        attempt.workload(),
        new Fact.Ended(run, number, at, workspace, version, ending, "verdict-" + run));
  }

  private void tell(int workload, Fact fact) {
    recorder.told(workload, fact);
    news.addAll(units[fleet.unit[workload]].hear(fact));
  }

  private void later(Instant at, Runnable happens) {
    queue.add(new Later(at, order++, happens));
  }

  /** Lets happen what is due, and ends the beats that are over. */
  private void settle(Instant now) {
    while (!beat.end().isAfter(now)) {
      happen(beat.end().minusMillis(1));
      news.sort(News.ORDER);
      List<News> heard = List.copyOf(news);
      news.clear();
      bench.beat(beat, heard).forEach(found -> follow(found.finding()));
      beat = beat.next();
    }
    happen(now);
  }

  private void happen(Instant until) {
    while (!queue.isEmpty() && !queue.element().at().isAfter(until)) {
      queue.remove().happens().run();
    }
  }

  private void follow(Finding finding) {
    recorder.found(finding, judge);
    if (finding instanceof Finding.Confine(Instant _, var _, Scope scope)) {
      confined = true;
      String number = scope.name().substring("workspace-".length());
      confinedWorkspaces[Integer.parseInt(number)] = true;
    }
  }

  @Override
  public boolean paused() {
    return judge.paused();
  }

  @Override
  public boolean held() {
    return automatic && judge.slow();
  }

  @Override
  public boolean rescues() {
    return true;
  }

  @Override
  public double share() {
    return judge.share();
  }

  @Override
  public boolean pinned(int workload) {
    return pins[workload] || confinedWorkspaces[fleet.workspace[workload]];
  }

  @Override
  public boolean confined() {
    return confined;
  }
}
