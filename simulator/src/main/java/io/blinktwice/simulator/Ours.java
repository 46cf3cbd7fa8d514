package io.blinktwice.simulator;

import io.blinktwice.rollout.judge.decision.Finding;
import io.blinktwice.rollout.judge.decision.FlakePrior;
import io.blinktwice.rollout.judge.decision.JudgePolicy;
import io.blinktwice.rollout.judge.decision.ReleaseJudge;
import io.blinktwice.rollout.judge.decision.Run;
import io.blinktwice.rollout.judge.decision.Settled;
import io.blinktwice.rollout.judge.decision.Subject;
import io.blinktwice.rollout.judge.decision.UnitRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Our judge at the controls: as it will run, with the retries and pins around it. */
final class Ours implements Pilot {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** A flakier workload is not pinned for one failure: it is its own fault more likely. */
  private static final double FLAKY = .05;

  private final Fleet fleet;
  private final boolean automatic;
  private final boolean unequal;
  private final ReleaseJudge judge;
  private final UnitRecord[] units = new UnitRecord[Fleet.WORKLOADS];
  private final boolean[] pins = new boolean[Fleet.WORKLOADS];
  private final boolean[] confinedWorkspaces = new boolean[Fleet.WORKSPACES];
  private final PriorityQueue<Later> queue =
      new PriorityQueue<>(Comparator.comparingDouble(Later::hour).thenComparingLong(Later::order));
  private boolean confined;
  private long order;

  private record Later(double hour, long order, Runnable happens) {}

  Ours(Fleet fleet, JudgePolicy policy, boolean unequal) {
    this.fleet = fleet;
    this.automatic = policy.speed().automatic();
    this.unequal = unequal;
    int size = fleet.drawnByWorkspace ? Fleet.WORKSPACES : Fleet.WORKLOADS;
    this.judge = new ReleaseJudge(policy, fleet.prior, size, START);
    Arrays.fill(units, UnitRecord.NEW);
  }

  @Override
  public void minute(double hour) {
    settle(hour);
    if (!automatic && FixedWaves.share(hour) > judge.share()) {
      judge.open(FixedWaves.share(hour), at(hour));
    }
    judge.passed(at(hour));
  }

  private static Instant at(double hour) {
    return START.plusMillis(Math.round(hour * 3_600_000));
  }

  @Override
  public boolean onRelease(int workload) {
    return !pins[workload] && judge.admits(fleet.subjects[workload]);
  }

  @Override
  public void saw(Attempted attempt) {
    settle(attempt.hour());
    Run run = new Run(fleet.subjects[attempt.workload()], at(attempt.hour()));
    if (!attempt.failed()) {
      int unit = fleet.unit[attempt.workload()];
      units[unit] = judge.clean(run, units[unit]);
    } else if (unequal) {
      double failed = attempt.hour() + (attempt.onRelease() ? 8 : 3) / 60.0;
      later(failed, () -> failed(attempt, run));
      later(failed + (attempt.onRelease() ? 15 : 2) / 60.0, () -> retried(attempt, run));
    } else {
      failed(attempt, run);
      retried(attempt, run);
    }
  }

  private void later(double hour, Runnable happens) {
    queue.add(new Later(hour, order++, happens));
  }

  private void settle(double hour) {
    while (!queue.isEmpty() && queue.element().hour() <= hour) {
      queue.remove().happens().run();
    }
  }

  private void failed(Attempted attempt, Run run) {
    judge.failed(run, units[fleet.unit[attempt.workload()]]);
  }

  private void retried(Attempted attempt, Run run) {
    int unit = fleet.unit[attempt.workload()];
    double hour = attempt.hour();
    Settled settled = judge.retried(run, units[unit], attempt.rescued(), at(hour));
    units[unit] = settled.unit();
    settled.findings().forEach(this::follow);
    if (attempt.onRelease() && attempt.discordant()) {
      pins[attempt.workload()] |= rate(run.subject()) < FLAKY;
    }
  }

  private double rate(Subject subject) {
    FlakePrior prior = fleet.prior;
    return prior.rate(subject.history());
  }

  private void follow(Finding finding) {
    if (finding instanceof Finding.Confine confine) {
      confined = true;
      String number = confine.workspace().substring("workspace-".length());
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
