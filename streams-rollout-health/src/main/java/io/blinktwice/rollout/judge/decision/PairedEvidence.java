package io.blinktwice.rollout.judge.decision;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The evidence that may pause a release: a wealth that bets, at each unit's first discordant
 * failure, on whether the draw had put the unit on the release.
 *
 * <p>If the version makes no difference, the draw is independent of all that happened to the unit,
 * so the label has known odds: the widths of the waves. A bet pays {@code lam(label) / sum(width *
 * lam)}, on average exactly 1, whatever the flake rates, outages or noisy workspaces; the wealth is
 * a nonnegative martingale that exceeds 1/α with probability at most α (Ville). {@code lam} is how
 * much likelier the failure would be if the release were bad: it only gives power. It falls with
 * the clean runs since a wave opened; those are counted in both arms alike.
 *
 * <p>Late changes: every hour opens components that believe the release turned bad then, whose
 * weights are a spent series (the e-detector's sum over starts, normalised so that the whole stays
 * one α): clean runs before their start do not count for them.
 *
 * <p>A retry may take longer in one arm. From failure to the retry's end a stake counts at its
 * worst ({@code min(1, factor)}), hence the wealth shown is never above the wealth that is due.
 */
final class PairedEvidence {
  /** A week of hours: after that nothing new is opened, and what was open goes on. */
  private static final int LATE_STARTS = 168;

  private final List<Hypothesis> first;
  private final List<Hypothesis> late;
  private final JudgePolicy policy;
  private final Instant began;
  private final Map<String, Stake> pending = new HashMap<>();
  private final Map<String, double[]> byWorkspace = new HashMap<>();
  private double[] logWeights;
  private double[] logWealth;
  private double[] reserves;
  private Instant[] starts;
  private int components;
  private int startsOpened;
  private double unopened;

  PairedEvidence(JudgePolicy policy, Instant began) {
    this.policy = policy;
    this.began = began;
    this.first = policy.firstFailures().stream().map(Weighted::hypothesis).toList();
    this.late = policy.lateChanges().stream().map(Weighted::hypothesis).toList();
    int room = first.size() + late.size();
    logWeights = new double[room];
    logWealth = new double[room];
    reserves = new double[room];
    starts = new Instant[room];
    for (Weighted weighted : policy.firstFailures()) {
      open(weighted.weight() * policy.budget().firstFailures(), began);
    }
    unopened = policy.budget().lateChange();
  }

  /** Opens the late components whose hour has come. */
  void passed(Instant now) {
    while (startsOpened < LATE_STARTS && !now.isBefore(start(startsOpened + 1))) {
      startsOpened++;
      double share = policy.budget().lateChange() * policy.lateWeight(startsOpened);
      unopened -= share;
      for (Weighted weighted : policy.lateChanges()) {
        open(weighted.weight() * share, start(startsOpened));
      }
    }
  }

  private Instant start(int number) {
    return began.plus(policy.lateStartEvery().multipliedBy(number));
  }

  private void open(double weight, Instant start) {
    if (components == logWealth.length) {
      int room = 2 * components;
      logWeights = Arrays.copyOf(logWeights, room);
      logWealth = Arrays.copyOf(logWealth, room);
      reserves = Arrays.copyOf(reserves, room);
      starts = Arrays.copyOf(starts, room);
    }
    logWeights[components] = Math.log(weight);
    starts[components] = start;
    components++;
  }

  private Hypothesis hypothesis(int component) {
    return component < first.size()
        ? first.get(component)
        : late.get((component - first.size()) % late.size());
  }

  /** The stake of a failure, by what was known when its attempt started. */
  Stake stake(Run run, UnitRecord unit, Waves waves, double flakeRate) {
    Waves open = waves.at(run.startedAt());
    double[][] factors = new double[open.opened().size() + 1][components];
    for (int component = 0; component < components; component++) {
      if (!starts[component].isAfter(run.startedAt())) {
        bet(component, run, unit, open, flakeRate, factors);
      }
    }
    int label = open.label(run.subject().draw());
    shareSurplus(factors, open);
    return new Stake(
        run.subject(), label, factors[label == Waves.OLD ? factors.length - 1 : label]);
  }

  /** Log factors of one component for every label; the last row is the old arm. */
  private void bet(
      int component, Run run, UnitRecord unit, Waves open, double flakeRate, double[][] factors) {
    Hypothesis hypothesis = hypothesis(component);
    int old = open.opened().size();
    double expected = 1 - open.share();
    for (int wave = 0; wave < old; wave++) {
      Wave slice = open.opened().get(wave);
      Instant since =
          slice.openedAt().isAfter(starts[component]) ? slice.openedAt() : starts[component];
      int clean = unit.cleanRunsSince(since, began, run.startedAt());
      double ratio = hypothesis.failureRatio(clean, flakeRate);
      expected += slice.width() * ratio;
      factors[wave][component] = Math.log(ratio);
    }
    for (int label = 0; label <= old; label++) {
      factors[label][component] -= Math.log(expected);
    }
  }

  /**
   * Wealth above the threshold buys nothing: labels that would overshoot are paid the threshold,
   * and what that saves is paid to the old arm. Each bet stays fair.
   */
  private void shareSurplus(double[][] factors, Waves open) {
    double threshold = policy.budget().threshold();
    double current = wealth();
    double old = wealthAfter(factors[factors.length - 1]);
    double rest = 1 - open.share();
    if (current >= threshold || rest <= 0) {
      return;
    }
    double surplus = 0;
    for (int wave = 0; wave < factors.length - 1; wave++) {
      double reached = wealthAfter(factors[wave]);
      if (reached > threshold) {
        surplus += open.opened().get(wave).width() * (reached - threshold);
        scale(factors[wave], (threshold - idle()) / (reached - idle()));
      }
    }
    scale(factors[factors.length - 1], (old - idle() + surplus / rest) / (old - idle()));
  }

  private static void scale(double[] logFactors, double by) {
    for (int component = 0; component < logFactors.length; component++) {
      logFactors[component] += Math.log(by);
    }
  }

  /** The part of the wealth that bets on nothing yet. */
  private double idle() {
    return unopened + policy.budget().performance();
  }

  private double wealthAfter(double[] logFactors) {
    double wealth = idle();
    for (int component = 0; component < components; component++) {
      wealth += weight(component) * Math.exp(logFactors[component]);
    }
    return wealth;
  }

  private double weight(int component) {
    return Math.exp(logWeights[component] + logWealth[component] + reserves[component]);
  }

  /** The first attempt failed; until its retry is known the stake counts at its worst. */
  void reserve(Stake stake) {
    if (pending.putIfAbsent(stake.subject().unit(), stake) == null) {
      for (int component = 0; component < stake.logFactors().length; component++) {
        reserves[component] += Math.min(0, stake.logFactors()[component]);
      }
    }
  }

  /** The retry failed: nothing to bet on. */
  void release(Stake stake) {
    if (pending.remove(stake.subject().unit()) != null) {
      for (int component = 0; component < stake.logFactors().length; component++) {
        reserves[component] -= Math.min(0, stake.logFactors()[component]);
      }
    }
  }

  /** The retry succeeded at once: the stake is due. */
  void collect(Stake stake) {
    release(stake);
    double[] workspace =
        byWorkspace.computeIfAbsent(stake.subject().workspace(), w -> new double[0]);
    if (workspace.length < stake.logFactors().length) {
      workspace = Arrays.copyOf(workspace, components);
      byWorkspace.put(stake.subject().workspace(), workspace);
    }
    for (int component = 0; component < stake.logFactors().length; component++) {
      logWealth[component] += stake.logFactors()[component];
      workspace[component] += stake.logFactors()[component];
    }
  }

  @org.jspecify.annotations.Nullable
  Stake pendingOf(String unit) {
    return pending.get(unit);
  }

  double wealth() {
    return wealthWithout(new double[0]);
  }

  /** The wealth had nothing ever happened in this workspace. */
  double wealthWithout(String workspace) {
    return wealthWithout(byWorkspace.getOrDefault(workspace, new double[0]));
  }

  private double wealthWithout(double[] left) {
    double wealth = unopened + policy.budget().performance();
    for (int component = 0; component < components; component++) {
      double out = component < left.length ? left[component] : 0;
      wealth += Math.exp(logWeights[component] + logWealth[component] + reserves[component] - out);
    }
    return wealth;
  }

  /** Takes a workspace's bets back; it has left the experiment. */
  void forget(String workspace) {
    double[] gone = byWorkspace.remove(workspace);
    for (int component = 0; gone != null && component < gone.length; component++) {
      logWealth[component] -= gone[component];
    }
    List<Stake> stakes =
        pending.values().stream().filter(s -> s.subject().workspace().equals(workspace)).toList();
    stakes.forEach(this::release);
  }
}
