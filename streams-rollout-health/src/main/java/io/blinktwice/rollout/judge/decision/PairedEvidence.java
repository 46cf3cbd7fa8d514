package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.CleanRuns;
import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.rollout.evidence.decision.Scope;
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

  /**
   * A first attempt that failed under suspicion.
   *
   * @param open what was open when it began: its arm is decided there
   * @param onRelease whether it ran on the release
   */
  record Failure(
      String unit,
      Place place,
      double draw,
      Instant startedAt,
      CleanRuns clean,
      double flakeRate,
      Waves open,
      boolean onRelease) {

    /**
     * It ran on another version than its draw says: pinned, or sent there to be compared. That
     * tells nothing of the release.
     */
    boolean isElsewhere() {
      return !onRelease && open.label(draw) != Waves.OLD;
    }
  }

  /** The stake of a failure, by what was known when its attempt started. */
  Stake stake(Failure failure) {
    List<Wave> opened = failure.open().opened();
    double[][] factors = new double[opened.size() + 1][components];
    for (int component = 0; component < components; component++) {
      if (!starts[component].isAfter(failure.startedAt())) {
        bet(component, failure, factors);
      }
    }
    int label = failure.open().label(failure.draw());
    shareSurplus(factors, failure.open());
    if (failure.isElsewhere()) {
      return new Stake(
          failure.unit(),
          failure.place(),
          Waves.OLD,
          failure.flakeRate(),
          0,
          atMostNeutral(factors[label]));
    }
    return new Stake(
        failure.unit(),
        failure.place(),
        label,
        failure.flakeRate(),
        label == Waves.OLD ? 0 : failure.clean().since(opened.get(label).openedAt()),
        factors[label == Waves.OLD ? factors.length - 1 : label]);
  }

  /** Log factors of one component for every label; the last row is the old arm. */
  private void bet(int component, Failure failure, double[][] factors) {
    Hypothesis hypothesis = hypothesis(component);
    List<Wave> opened = failure.open().opened();
    int old = opened.size();
    double expected = 1 - failure.open().share();
    for (int wave = 0; wave < old; wave++) {
      Wave slice = opened.get(wave);
      Instant since =
          slice.openedAt().isAfter(starts[component]) ? slice.openedAt() : starts[component];
      double ratio = hypothesis.failureRatio(failure.clean().since(since), failure.flakeRate());
      expected += slice.width() * ratio;
      factors[wave][component] = Math.log(ratio);
    }
    for (int label = 0; label <= old; label++) {
      factors[label][component] -= Math.log(expected);
    }
  }

  /**
   * Wealth above the threshold buys nothing: labels that would overshoot are paid the threshold,
   * and what that saves is paid to the old arm. The bet stays fair as long as the wealth is what it
   * seems: not while other stakes are open.
   */
  private void shareSurplus(double[][] factors, Waves open) {
    double threshold = policy.budget().threshold();
    double current = wealth();
    double old = wealthAfter(factors[factors.length - 1]);
    double rest = 1 - open.share();
    if (current >= threshold || rest <= 0 || !pending.isEmpty()) {
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
    return unopened;
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

  /**
   * The first attempt failed; until its retry is known the stake counts at its worst. Beyond a
   * number of retries under way, which no arm decides about, a failure is no bet.
   */
  void reserve(Stake stake) {
    if (pending.size() < MOST_PENDING && pending.putIfAbsent(stake.unit(), stake) == null) {
      touched.add(STAKE + stake.unit());
      add(reserves, worst(stake));
    }
  }

  /** The retry failed: nothing to bet on. */
  void release(Stake stake) {
    if (pending.remove(stake.unit()) == null) {
      return;
    }
    touched.add(STAKE + stake.unit());
    Arrays.fill(reserves, 0);
    pending.values().forEach(open -> add(reserves, worst(open)));
  }

  /** The retry succeeded at once: the stake is due. */
  void collect(Stake stake) {
    release(stake);
    add(logWealth, stake.logFactors());
    for (Scope scope : stake.place().scopes()) {
      double[] sums = byScope.getOrDefault(scope, new double[0]);
      double[] longer = Arrays.copyOf(sums, Math.max(sums.length, stake.logFactors().length));
      add(longer, stake.logFactors());
      byScope.put(scope, longer);
      touched.add(SCOPE + scope.text());
    }
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
   * Takes the bets of a part of the fleet back; it has left the experiment. What its bets were to
   * other kinds of parts is not known one by one, so those begin anew: whatever is blamed on them
   * later is less than the truth, and the fleet is rather paused than they are.
   */
  void forget(Scope scope) {
    double[] gone = byScope.getOrDefault(scope, new double[0]);
    for (int component = 0; component < gone.length; component++) {
      logWealth[component] -= gone[component];
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

  /** Without its parts, which are read one by one. */
  void read(StateReader in) {
    logWeights = in.reals();
    logWealth = in.reals();
    components = logWeights.length;
    reserves = in.reals();
    starts = new Instant[components];
    Arrays.setAll(starts, component -> in.instant());
    startsOpened = in.number();
    unopened = in.real();
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
    StateWriter out = new StateWriter(ReleaseJudge.FORMAT);
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
      Stake stake = Stake.read(in);
      pending.put(stake.unit(), stake);
    } else {
      byScope.put(Scope.parse(name.substring(SCOPE.length())), in.reals());
    }
  }

  private static double[] worst(Stake stake) {
    return atMostNeutral(stake.logFactors());
  }

  /** A smaller factor than is due keeps the bet valid, whatever it depends on. */
  private static double[] atMostNeutral(double[] logFactors) {
    return Arrays.stream(logFactors).map(factor -> Math.min(0, factor)).toArray();
  }
}
