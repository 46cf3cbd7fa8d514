package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.evidence.decision.Scope;
import io.blinktwice.rollout.judge.decision.Stake.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
 * <p>A retry that was drawn between both versions is a bet of its own ({@link LotOdds}).
 *
 * <p>A retry may take longer in one arm. From failure to the retry's end a stake counts at its
 * worst ({@code min(1, factor)}), hence the wealth shown is never above the wealth that is due.
 */
final class PairedEvidence {
  /** A week of hours: after that nothing new is opened, and what was open goes on. */
  private static final int LATE_STARTS = 168;

  private static final int MOST_PENDING = 2_000;

  static final String STAKE = "stake/";
  static final String SCOPE = "scope/";

  private final List<Hypothesis> first;
  private final List<Hypothesis> late;
  private final JudgePolicy policy;
  private final Instant began;
  private final Map<String, Stake> pending = new TreeMap<>();
  private final Map<Scope, double[]> byScope = new TreeMap<>();
  private final Touched touched;
  private double[] logWeights;
  private double[] logWealth;
  private double[] reserves;
  private Instant[] starts;
  private int components;
  private int startsOpened;
  private double unopened;

  PairedEvidence(JudgePolicy policy, Instant began, Touched touched) {
    this.touched = touched;
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
      open(weighted.weight() * policy.budget().firstPart(), began);
    }
    unopened = policy.budget().latePart();
  }

  /** Opens the late components whose hour has come. */
  void passed(Instant now) {
    while (startsOpened < LATE_STARTS && !now.isBefore(start(startsOpened + 1))) {
      startsOpened++;
      double share = policy.budget().latePart() * policy.lateWeight(startsOpened);
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
  Stake stake(Failure failure) {
    if (!failure.lot().isDrawn()) {
      return new Stake(failure, false, atMostNeutral(new LabelBet(failure, true).factors()));
    }
    double[] worst =
        atMostNeutral(
            new LabelBet(failure, true).factors(), new LabelBet(failure, false).factors());
    add(worst, atMostNeutral(lotFactors(failure, true), lotFactors(failure, false)));
    return new Stake(failure, false, worst);
  }

  /** Log factors that the failure's label is worth once a retry has repaired it. */
  private double[] labelFactors(Failure failure, boolean firstRetrySucceeded) {
    return new LabelBet(failure, firstRetrySucceeded).factors();
  }

  /** Log factors that the end of a drawn retry is worth; on the old version both sides are one. */
  private double[] lotFactors(Failure failure, boolean succeeded) {
    int label = failure.open().label(failure.draw());
    double[] factors = new double[components];
    for (int component = 0; component < components && label != Waves.OLD; component++) {
      factors[component] = lotFactor(component, failure, label, succeeded);
    }
    return failure.isElsewhere() ? atMostNeutral(factors) : factors;
  }

  private double lotFactor(int component, Failure failure, int wave, boolean succeeded) {
    if (!failure.lot().isDrawn() || !believesAt(component, failure)) {
      return 0;
    }
    Hypothesis hypothesis = hypothesis(component);
    double rate = failure.flakeRate();
    double ratio = hypothesis.failureRatio(failure.cleanSince(wave, starts[component]), rate);
    return LotOdds.logFactor(hypothesis, ratio, rate, failure.lot(), succeeded);
  }

  private boolean believesAt(int component, Failure failure) {
    return !starts[component].isAfter(failure.startedAt());
  }

  /**
   * The bet on where the draw had put a unit, given that it failed, how the lot fell and how the
   * retries ended. What the lot pays depends on the wave, so the odds of the waves are weighed by
   * it: then both bets together are fair.
   */
  private final class LabelBet {
    private final Failure failure;
    private final boolean firstRetrySucceeded;
    private final List<Wave> opened;
    private final double[][] factors;
    private final int label;

    /** Of each label; the last row is the old arm. */
    LabelBet(Failure failure, boolean firstRetrySucceeded) {
      this.failure = failure;
      this.firstRetrySucceeded = firstRetrySucceeded;
      this.opened = failure.open().opened();
      this.factors = new double[opened.size() + 1][components];
      int drawn = failure.open().label(failure.draw());
      this.label = drawn == Waves.OLD ? opened.size() : drawn;
      for (int component = 0; component < components; component++) {
        if (believesAt(component, failure)) {
          bet(component);
        }
      }
    }

    private void bet(int component) {
      Hypothesis hypothesis = hypothesis(component);
      double before = 1 - failure.open().share();
      double expected = before;
      for (int wave = 0; wave < opened.size(); wave++) {
        int clean = failure.cleanSince(wave, starts[component]);
        double rate = failure.flakeRate();
        double alone = hypothesis.failureRatio(clean, rate);
        double ratio = LotOdds.ratio(hypothesis, alone, rate, failure.lot(), firstRetrySucceeded);
        double lot = lotFactor(component, failure, wave, firstRetrySucceeded);
        double weight = opened.get(wave).width() * Math.exp(lot);
        before += weight;
        expected += weight * ratio;
        factors[wave][component] = Math.log(ratio);
      }
      for (double[] row : factors) {
        row[component] -= Math.log(expected / before);
      }
    }

    double[] factors() {
      return failure.isElsewhere() ? atMostNeutral(factors[label]) : factors[label];
    }
  }

  /** The part of the wealth that bets on nothing yet. */
  private double idle() {
    return unopened;
  }

  /**
   * The first attempt failed; until its retries are known the stake counts at its worst. Beyond a
   * number of retries under way, which no arm decides about, a failure is no bet.
   */
  void reserve(Stake stake) {
    if (pending.size() < MOST_PENDING && pending.putIfAbsent(stake.unit(), stake) == null) {
      touched.add(STAKE + stake.unit());
      add(reserves, stake.worst());
    }
  }

  /** The retry failed: nothing to bet on. */
  void release(Stake stake) {
    if (pending.remove(stake.unit()) == null) {
      return;
    }
    touched.add(STAKE + stake.unit());
    Arrays.fill(reserves, 0);
    pending.values().forEach(open -> add(reserves, open.worst()));
  }

  /**
   * A retry ended that the lot had placed: what that says of the version is due, whatever comes of
   * the label. Answers with what is still at stake.
   */
  Stake payLot(Stake stake, boolean succeeded) {
    if (stake.lotPaid() || !stake.failure().lot().isDrawn()) {
      return stake;
    }
    release(stake);
    pay(stake.failure(), lotFactors(stake.failure(), succeeded));
    double[] worst = atMostNeutral(new LabelBet(stake.failure(), succeeded).factors());
    Stake rest = new Stake(stake.failure(), true, worst);
    reserve(rest);
    return rest;
  }

  /**
   * A retry succeeded: the stake is due. After a drawn one on the same version it says something
   * only if the release is bad now and then; of what fails always it says nothing.
   */
  void collect(Stake stake, boolean firstRetrySucceeded) {
    release(stake);
    pay(stake.failure(), labelFactors(stake.failure(), firstRetrySucceeded));
  }

  private void pay(Failure failure, double[] logFactors) {
    add(logWealth, logFactors);
    for (Scope scope : failure.place().scopes()) {
      double[] sums = byScope.getOrDefault(scope, new double[0]);
      double[] longer = Arrays.copyOf(sums, Math.max(sums.length, logFactors.length));
      add(longer, logFactors);
      byScope.put(scope, longer);
      touched.add(SCOPE + scope.text());
    }
  }

  /**
   * How much likelier a failure on the release and the end of its retries are if the release is bad
   * in the way that has most of the wealth, or as suspected since then.
   */
  double tellingRatio(Stake stake, Hypothesis suspicion, boolean firstRetrySucceeded) {
    int best = 0;
    for (int component = 1; component < components; component++) {
      if (logWeights[component] + logWealth[component] > logWeights[best] + logWealth[best]) {
        best = component;
      }
    }
    int clean = stake.cleanSince(starts[best]);
    double rate = stake.failure().flakeRate();
    Lot lot = stake.failure().lot();
    double most = 0;
    for (Hypothesis bad : List.of(hypothesis(best), suspicion)) {
      double alone = bad.failureRatio(clean, rate);
      most = Math.max(most, LotOdds.ratio(bad, alone, rate, lot, firstRetrySucceeded));
    }
    return most;
  }

  private static void add(double[] sums, double[] more) {
    for (int place = 0; place < more.length; place++) {
      sums[place] += more[place];
    }
  }

  @Nullable Stake pendingOf(String unit) {
    return pending.get(unit);
  }

  double wealth() {
    return wealthWithout(new double[0]);
  }

  /** The wealth had nothing ever happened there. */
  double wealthWithout(Scope scope) {
    return wealthWithout(byScope.getOrDefault(scope, new double[0]));
  }

  private double wealthWithout(double[] left) {
    double wealth = idle();
    for (int component = 0; component < components; component++) {
      double out = component < left.length ? left[component] : 0;
      wealth += Math.exp(logWeights[component] + logWealth[component] + reserves[component] - out);
    }
    return wealth;
  }

  /**
   * Takes what a part of the fleet has won back; it has left the experiment. What it lost stays
   * lost: so the choice of the part, which looks at the bets, never adds to the wealth, and that
   * stays as fair as it was. What its bets were to other kinds of parts is not known one by one, so
   * those begin anew: whatever is blamed on them later is less than the truth, and the fleet is
   * rather paused than they are.
   */
  void forget(Scope scope) {
    double[] gone = byScope.getOrDefault(scope, new double[0]);
    for (int component = 0; component < gone.length; component++) {
      logWealth[component] -= Math.max(0, gone[component]);
    }
    for (Scope known : List.copyOf(byScope.keySet())) {
      if (known.equals(scope) || known.kind() != scope.kind()) {
        byScope.remove(known);
        touched.add(SCOPE + known.text());
      }
    }
    List<Stake> stakes =
        pending.values().stream().filter(stake -> stake.place().isIn(scope)).toList();
    stakes.forEach(this::release);
  }

  void write(StateWriter out) {
    out.reals(logWeights, components);
    out.reals(logWealth, components);
    out.reals(reserves, components);
    for (int component = 0; component < components; component++) {
      out.time(starts[component]);
    }
    out.number(startsOpened);
    out.real(unopened);
  }

  /**
   * Without its parts, which are read one by one. Of what was at stake before there were lots
   * nothing is bet any more.
   */
  void read(StateReader in) {
    logWeights = in.reals();
    logWealth = in.reals();
    components = logWeights.length;
    reserves = in.reals();
    starts = new Instant[components];
    Arrays.setAll(starts, component -> in.instant());
    startsOpened = in.number();
    unopened = in.real();
    if (in.format() == JudgeFormat.WITHOUT_LOTS) {
      Arrays.fill(reserves, 0);
    }
  }

  /** Names of all its parts. */
  List<String> parts() {
    List<String> names = new ArrayList<>();
    pending.keySet().forEach(unit -> names.add(STAKE + unit));
    byScope.keySet().forEach(scope -> names.add(SCOPE + scope.text()));
    return names;
  }

  /** Null for what is not there any more. */
  byte @Nullable [] part(String name) {
    StateWriter out = new StateWriter(JudgeFormat.NEWEST);
    if (name.startsWith(STAKE)) {
      Stake stake = pending.get(name.substring(STAKE.length()));
      if (stake == null) {
        return null;
      }
      stake.write(out);
      return out.bytes();
    }
    double[] sums = byScope.get(Scope.parse(name.substring(SCOPE.length())));
    if (sums == null) {
      return null;
    }
    out.reals(sums);
    return out.bytes();
  }

  void read(String name, StateReader in) {
    if (name.startsWith(STAKE)) {
      if (in.format() == JudgeFormat.WITHOUT_LOTS) {
        return;
      }
      Stake stake = Stake.read(in);
      pending.put(stake.unit(), stake);
    } else {
      byScope.put(Scope.parse(name.substring(SCOPE.length())), in.reals());
    }
  }

  /** A smaller factor than is due keeps the bet valid, whatever it depends on. */
  private static double[] atMostNeutral(double[]... logFactors) {
    double[] least = new double[logFactors[0].length];
    for (double[] factors : logFactors) {
      for (int place = 0; place < factors.length; place++) {
        least[place] = Math.min(least[place], factors[place]);
      }
    }
    return least;
  }
}
