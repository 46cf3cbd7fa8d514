package io.blinktwice.rollout.judge.decision;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one release while it rolls out: three kinds of evidence in, findings out.
 *
 * <p>A fold: it holds what the observations so far amount to and changes only by them. Per unit the
 * caller keeps a {@link UnitRecord}. Each observation costs a constant number of steps; a settled
 * failure costs one per wave and hypothesis.
 */
public final class ReleaseJudge {
  private static final int REMEMBERED_BETS = 32;

  /** A fleet is paused for harm in at least so many workspaces, if it has as many. */
  private static final int BREADTH = 2;

  /**
   * Harm says something about its workspace if a failure so far was hardly possible there: at least
   * so many times likelier if one unit in a hundred is broken. A unit known to be flaky is no
   * witness.
   */
  private static final double TELLING = 5;

  private static final Hypothesis ONE_IN_A_HUNDRED = new Hypothesis(.01, 1);

  private enum Phase {
    ROLLING,
    SLOW,
    PAUSED,
    ENDED
  }

  private final FlakePrior prior;
  private final int fleet;
  private final Instant began;
  private final CalibratedHistory history = new CalibratedHistory();
  private final Deque<Bet> bets = new ArrayDeque<>();
  private final Map<String, Integer> tellingByWorkspace = new HashMap<>();
  private final Set<String> confined = new HashSet<>();
  private JudgePolicy policy;
  private PairedEvidence paired;
  private Waves waves = Waves.NONE;
  private Phase phase = Phase.ROLLING;
  private Instant lastWave;
  private int harmed;
  private int exposedBefore;
  private boolean crossed;

  /** For a fleet of so many units; the rollout begins now, with no wave open. */
  public ReleaseJudge(JudgePolicy policy, FlakePrior prior, int fleet, Instant began) {
    this.policy = policy;
    this.prior = prior;
    this.fleet = fleet;
    this.began = began;
    this.lastWave = began;
    this.paired = new PairedEvidence(policy, began);
  }

  /** The share of the fleet admitted so far. */
  public double share() {
    return waves.share();
  }

  public boolean paused() {
    return phase == Phase.PAUSED;
  }

  public boolean slow() {
    return phase == Phase.SLOW;
  }

  /** Whether a unit has been drawn into the release. */
  public boolean admits(Subject subject) {
    return subject.draw() < waves.share() && !confined.contains(subject.workspace());
  }

  /** The clock, as an observation: opens hours and waves, settles quarters. */
  public List<Finding> passed(Instant now) {
    if (phase == Phase.PAUSED || phase == Phase.ENDED) {
      return List.of();
    }
    paired.passed(now);
    history.passed(now);
    List<Finding> findings = new ArrayList<>();
    doubt(now).ifPresent(findings::add);
    if (policy.speed().automatic()) {
      advance(now).ifPresent(findings::add);
    }
    return findings;
  }

  /** A first attempt that succeeded; the same one again changes nothing. */
  public UnitRecord clean(Run run, UnitRecord unit) {
    if (run.startedAt().equals(unit.lastClean())) {
      return unit;
    }
    if (judged(run, unit)) {
      Waves open = waves.at(run.startedAt());
      int wave = open.label(run.subject().draw());
      int clean = wave == Waves.OLD ? 0 : cleanRunsInWave(open.opened().get(wave), run, unit);
      history.clean(run.subject().workspace(), wave != Waves.OLD, clean, run.startedAt());
    }
    return unit.afterClean(run.startedAt());
  }

  private int cleanRunsInWave(Wave wave, Run run, UnitRecord unit) {
    return unit.cleanRunsSince(wave.openedAt(), began, run.startedAt());
  }

  private boolean judged(Run run, UnitRecord unit) {
    return !unit.left() && phase != Phase.ENDED && !confined.contains(run.subject().workspace());
  }

  /**
   * A first attempt failed with a suspect error; its retry on the last good version is under way.
   */
  public void failed(Run run, UnitRecord unit) {
    if (judged(run, unit) && paired.pendingOf(run.subject().unit()) == null) {
      paired.reserve(paired.stake(run, unit, waves, rate(run.subject(), unit)));
    }
  }

  private double rate(Subject subject, UnitRecord unit) {
    History known = subject.history();
    return prior.rate(new History(known.runs() + unit.cleanRuns(), known.flakes()));
  }

  /** That retry ended. Only one that succeeded at once tells the arms apart. */
  public Settled retried(Run run, UnitRecord unit, boolean succeeded, Instant now) {
    Stake stake = paired.pendingOf(run.subject().unit());
    if (stake == null) {
      return new Settled(unit, List.of());
    }
    if (!succeeded) {
      paired.release(stake);
      return new Settled(unit, List.of());
    }
    double before = paired.wealth();
    paired.collect(stake);
    remember(stake, before);
    weigh(stake, run, unit, now);
    return new Settled(unit.leave(), alarm(now).map(List::of).orElse(List.of()));
  }

  private void weigh(Stake stake, Run run, UnitRecord unit, Instant now) {
    String workspace = stake.subject().workspace();
    double rate = rate(stake.subject(), unit);
    if (stake.onRelease()) {
      harmed++;
      int clean = cleanRunsInWave(waves.opened().get(stake.wave()), run, unit);
      history.failedOnRelease(workspace, rate, clean, now);
      if (ONE_IN_A_HUNDRED.failureRatio(clean, rate) >= TELLING) {
        tellingByWorkspace.merge(workspace, 1, Integer::sum);
      }
    } else {
      history.failed(workspace, rate, now);
    }
  }

  private void remember(Stake stake, double before) {
    if (bets.size() == REMEMBERED_BETS) {
      bets.removeFirst();
    }
    bets.addLast(
        new Bet(
            stake.subject().unit(),
            stake.subject().workspace(),
            stake.onRelease(),
            before,
            paired.wealth()));
  }

  private Optional<Finding> alarm(Instant now) {
    boolean done = phase == Phase.PAUSED || phase == Phase.ENDED;
    crossed |= paired.wealth() >= policy.budget().threshold();
    if (done || !crossed) {
      return Optional.empty();
    }
    Optional<String> culprit = Confinement.of(tellingByWorkspace, history::trafficShare);
    if (culprit.isPresent() && paired.wealthWithout(culprit.get()) < policy.budget().threshold()) {
      Evidence evidence = evidence();
      confine(culprit.get());
      return Optional.of(new Finding.Confine(now, evidence, culprit.get()));
    }
    if (tellingByWorkspace.size() < Math.min(BREADTH, history.workspaceCount())) {
      return Optional.empty();
    }
    phase = Phase.PAUSED;
    return Optional.of(new Finding.Pause(now, evidence()));
  }

  private void confine(String workspace) {
    confined.add(workspace);
    paired.forget(workspace);
    history.forget(workspace);
    tellingByWorkspace.remove(workspace);
    crossed = paired.wealth() >= policy.budget().threshold();
  }

  private Optional<Finding> doubt(Instant now) {
    double ratio = history.ratio();
    boolean wide = history.suspectWorkspaces() >= 2;
    if (phase == Phase.ROLLING && wide && ratio >= policy.speed().slowAt()) {
      phase = Phase.SLOW;
      return Optional.of(new Finding.Slow(now, evidence()));
    }
    if (phase == Phase.SLOW && ratio < policy.speed().fastBelow()) {
      phase = Phase.ROLLING;
      return Optional.of(new Finding.Quicken(now, evidence()));
    }
    return Optional.empty();
  }

  private Optional<Finding> advance(Instant now) {
    SpeedPolicy speed = policy.speed();
    boolean first = waves.opened().isEmpty();
    boolean baked = !now.isBefore(lastWave.plus(speed.bake()));
    boolean seen = history.exposed() > exposedBefore;
    if (waves.share() >= 1 || !(first || (baked && seen))) {
      return Optional.empty();
    }
    double share = first ? firstShare() : Math.min(limit(), waves.share() + nextWave() / fleet);
    if (share <= waves.share()) {
      return Optional.empty();
    }
    open(share, now);
    return Optional.of(new Finding.Advance(now, evidence(), share));
  }

  /** At least one unit, as far as the draw goes. */
  private double firstShare() {
    return Math.min(1, Math.max(policy.speed().firstShare(), 1.0 / fleet));
  }

  /** Half of the fleet stays as control until the release is as good as shown to be harmless. */
  private double limit() {
    boolean accepted = history.upperBound() <= policy.speed().acceptable();
    return phase == Phase.ROLLING && accepted ? 1 : policy.speed().controlUntil();
  }

  /** Units of the next wave: what the harm budget allows, or a trickle while in doubt. */
  private double nextWave() {
    SpeedPolicy speed = policy.speed();
    double allowed = speed.harmBudget() / history.upperBound();
    return phase == Phase.SLOW ? Math.min(allowed, speed.trickle() / history.likeliest()) : allowed;
  }

  /** A share set by hand or by a schedule; a smaller one than today's changes no wave. */
  public void open(double share, Instant now) {
    waves = waves.upTo(share, now);
    lastWave = now;
    exposedBefore = history.exposed();
  }

  /** A person's word. */
  public Finding ordered(Order order, Instant now) {
    Evidence evidence = evidence();
    switch (order) {
      case Order.PauseNow _ -> phase = Phase.PAUSED;
      case Order.End _ -> phase = Phase.ENDED;
      case Order.SetShare share -> open(share.share(), now);
      case Order.Resume resume -> {
        policy = policy.withBudget(resume.budget());
        paired = new PairedEvidence(policy, began);
        paired.passed(now);
        crossed = false;
        phase = Phase.ROLLING;
      }
    }
    return new Finding.Ordered(now, evidence, order);
  }

  /** All that a finding of this moment would rest on. */
  public Evidence evidence() {
    return new Evidence(
        paired.wealth(),
        policy.budget().threshold(),
        history.ratio(),
        history.upperBound(),
        history.exposed(),
        harmed,
        List.copyOf(bets));
  }
}
