package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.autoscaler.horizontal.decision.ScalingChoice.Limit;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Scales one pool, tick by tick: a fold over what is observed. It has one setting, the share of
 * runs that may start late; margins, forecasts and patience are found by {@link Trials}.
 */
public final class PoolScaler {
  private static final int FORMAT = 2;

  /** Its shadows had no churn budget yet. */
  private static final int FORMAT_WITHOUT_CHURN = 1;

  private static final int RHYTHM_SLOT_SECONDS = 900;
  private static final int SCHEDULE_SLOT_SECONDS = 60;
  private static final int CHOOSE_EVERY_SECONDS = 600;
  private static final double DAY = 86_400;
  private static final double PATIENCE_SECONDS = 150;

  private final int tickSeconds;
  private final DailyPattern rhythm = new DailyPattern(RHYTHM_SLOT_SECONDS, true);
  private final DailyPattern schedule = new DailyPattern(SCHEDULE_SLOT_SECONDS, false);
  private final Line line;
  private final Line patientLine;
  private final Trials trials;
  private final OnlineBounds bounds = new OnlineBounds();
  private final ChurnBudget churn = new ChurnBudget();
  private final InputDoubt doubt = new InputDoubt();
  private final ShadowPool.Held shortHeld;
  private final ShadowPool.Held longHeld;
  private long number;
  private long lastSecond = Long.MIN_VALUE;
  private double usual;
  private double lastDemand;
  private double departing;
  private double patientLevel;

  /**
   * @param tickSeconds how often it is told
   * @param lateSeconds from when on a start is late
   * @param patientSeconds from when on it is for work that may wait
   */
  public PoolScaler(int tickSeconds, int lateSeconds, int patientSeconds) {
    this.tickSeconds = tickSeconds;
    this.line = new Line(lateSeconds / tickSeconds);
    this.patientLine = new Line(patientSeconds / tickSeconds);
    this.trials = new Trials(tickSeconds);
    this.shortHeld = new ShadowPool.Held(60 / tickSeconds);
    this.longHeld = new ShadowPool.Held(360 / tickSeconds);
  }

  /** The share of urgent work that started late so far, newer days weigh more. */
  public double lateShare() {
    return trials.lateShare();
  }

  /** What the pool should be from now on. */
  public ScalingChoice decide(Observed now, Limits limits) {
    Tick tick = hear(now, limits);
    doubt.heard(now, lastSecond, tickSeconds, tick, now.urgent().demand());
    boolean inDoubt = doubt.at(now.second());
    trials.step(tick, now);
    if (!trials.hasChosen() || inDoubt || number % (CHOOSE_EVERY_SECONDS / tickSeconds) == 0) {
      trials.choose(limits.lateShare(), inDoubt);
    }
    rhythm.saw(now.second(), now.urgent().demand());
    schedule.saw(now.second(), now.urgent().demand());
    ScalingChoice choice = choice(now, limits, tick.expected(), inDoubt);
    lastSecond = now.second();
    number++;
    return choice;
  }

  private Tick hear(Observed now, Limits limits) {
    double demand = now.urgent().demand();
    double all = demand + now.patient().demand();
    double arrived = now.urgent().arrived();
    double arrivedPatient = now.patient().arrived();
    if (lastSecond == Long.MIN_VALUE) {
      usual = demand;
      lastDemand = all;
      patientLevel = now.patient().demand();
      trials.begin(now);
    }
    usual += (demand - usual) * tickSeconds / DAY;
    patientLevel += (now.patient().demand() - patientLevel) * patience();
    double ended = Math.max(0, lastDemand + arrived + arrivedPatient - all);
    double ran = now.urgent().running() + now.patient().running() + ended;
    departing = ran > 0 ? Math.min(1, ended / ran) : departing;
    lastDemand = all;
    line.arrived(arrived);
    patientLine.arrived(arrivedPatient);
    int coldTicks =
        Math.clamp((now.coldSeconds() + tickSeconds - 1) / tickSeconds, 1, Tick.MOST_COLD_TICKS);
    int ahead = (coldTicks + 1) * tickSeconds;
    Expected expected =
        new Expected(
            rhythm.most(now.second(), demand, ahead) - demand,
            schedule.most(now.second(), demand, ahead) - demand,
            usual);
    return new Tick(
        number,
        now.second(),
        arrived,
        arrivedPatient,
        departing,
        limits.slots(),
        coldTicks,
        expected,
        line,
        patientLine,
        trials.forget(),
        patience(),
        patientLine.all() > 0);
  }

  private double patience() {
    return tickSeconds / PATIENCE_SECONDS;
  }

  private ScalingChoice choice(Observed now, Limits limits, Expected expected, boolean inDoubt) {
    Candidate rule = trials.chosen();
    double demand = now.urgent().demand();
    double most = expected.most(rule.base(), demand);
    double covered = most + rule.marginOf(most, expected.usual());
    double provided = rule.sharing().provided() * patientLevel;
    int wanted = Servers.of(covered + provided, limits.slots());
    int shortest = shortHeld.with(number, wanted);
    int longest = longHeld.with(number, wanted);
    int proposed = rule.longHold() ? longest : shortest;
    int live =
        Servers.of(
            demand + Math.min(patientLevel, now.patient().demand()) * rule.sharing().provided(),
            limits.slots());
    OnlineBounds.Bounded bounded =
        bounds.step(
            Math.max(Math.min(live, limits.cap()), limits.least()),
            Math.clamp(proposed, limits.least(), Math.max(limits.least(), limits.cap())),
            tickSeconds,
            now.coldSeconds());
    Limited limited = limited(now, limits, new Limited(proposed, null), bounded);
    if (limited.target() != now.servers()) {
      churn.changed(Integer.signum(limited.target() - now.servers()), now.second());
    }
    return new ScalingChoice(
        limited.target(),
        rule.sharing().reserve() * (covered - most),
        rule,
        most,
        covered,
        trials.coverage(),
        bounded.lower(),
        bounded.upper(),
        live,
        limited.by(),
        reasons(now, limits, rule, covered, limited, inDoubt));
  }

  private record Limited(int target, @Nullable Limit by) {}

  private Limited limited(
      Observed now, Limits limits, Limited proposed, OnlineBounds.Bounded bounded) {
    Limited limited = proposed;
    if (bounded.held()) {
      limited = new Limited(bounded.servers(), Limit.COST_BOUND);
    }
    // What runs is not stopped: a pool shrinks by what is idle.
    int busy =
        Servers.of(now.urgent().running() + now.patient().running(), limits.slots())
            + now.starting();
    if (limited.target() < now.servers()
        && !churn.allowsShrinking(now.servers(), limited.target(), now.second())) {
      limited = new Limited(now.servers(), Limit.CHURN);
    }
    if (limited.target() < Math.min(busy, now.servers())) {
      limited = new Limited(Math.min(busy, now.servers()), Limit.LIVE_DEMAND);
    }
    if (limited.target() > limits.most()) {
      limited = new Limited(limits.most(), Limit.MOST);
    }
    if (limited.target() > limits.affordable()) {
      limited = new Limited(limits.affordable(), Limit.CEILING);
    }
    if (limited.target() < limits.least()) {
      limited = new Limited(limits.least(), Limit.LEAST);
    }
    return limited;
  }

  private List<Reason> reasons(
      Observed now,
      Limits limits,
      Candidate rule,
      double covered,
      Limited limited,
      boolean inDoubt) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        new Reason(
            "cheapest-that-keeps-the-objective",
            String.format(
                Locale.ROOT,
                "%.1f cores are busy or waited for; \"%s\" covers %.1f within one start of %d s;"
                    + " it served %.2f %% in time, the objective is %.2f %%",
                now.urgent().demand() + now.patient().demand(),
                rule.name(),
                covered,
                now.coldSeconds(),
                100 * trials.coverage(),
                100 * (1 - limits.lateShare()))));
    if (inDoubt) {
      reasons.add(new Reason("input-in-doubt", "no forecast is followed: " + doubt.sentence()));
    }
    Limit by = limited.by();
    if (by != null) {
      reasons.add(new Reason(by.label(), sentence(by, limited.target())));
    }
    return reasons;
  }

  private static String sentence(Limit by, int target) {
    return switch (by) {
      case MOST -> "the pool's owner allows no more than " + target;
      case LEAST -> "no fewer than %d are kept".formatted(target);
      case CEILING -> "the cost ceiling pays for no more than " + target;
      case COST_BOUND ->
          "the forecast has cost as much as may be lost on it: the online optimum is followed";
      case CHURN ->
          "the direction changed lately, and too little would be released to change it again";
      case LIVE_DEMAND -> "servers that run something are not released";
    };
  }

  public byte[] state() {
    StateWriter out = new StateWriter(FORMAT);
    out.count(number);
    out.count(lastSecond);
    out.real(usual);
    out.real(lastDemand);
    out.real(departing);
    out.real(patientLevel);
    rhythm.write(out);
    schedule.write(out);
    line.write(out);
    patientLine.write(out);
    shortHeld.write(out);
    longHeld.write(out);
    trials.write(out);
    bounds.write(out);
    churn.write(out);
    doubt.write(out);
    trials.writeChurn(out);
    return out.bytes();
  }

  /** Goes on from stored state; refuses what was stored in another form. */
  public PoolScaler restored(byte[] state) {
    boolean older = state.length > 0 && state[0] == FORMAT_WITHOUT_CHURN;
    StateReader in = new StateReader(state, older ? FORMAT_WITHOUT_CHURN : FORMAT);
    number = in.count();
    lastSecond = in.count();
    usual = in.real();
    lastDemand = in.real();
    departing = in.real();
    patientLevel = in.real();
    rhythm.read(in);
    schedule.read(in);
    line.read(in);
    patientLine.read(in);
    shortHeld.read(in);
    longHeld.read(in);
    trials.read(in);
    bounds.read(in);
    churn.read(in);
    doubt.read(in);
    if (!older) {
      trials.readChurn(in);
    }
    return this;
  }
}
