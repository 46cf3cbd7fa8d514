package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.rollout.evidence.decision.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Judges one release while it rolls out: three kinds of evidence in, findings out.
 *
 * <p>A fold: it holds what the news so far amount to and changes only by them. Each costs a
 * constant number of steps; a settled failure costs one per wave and hypothesis. Its state comes
 * apart into named parts, of which each news touches a few: what is kept is what was touched.
 */
public final class ReleaseJudge {
  private static final String CORE = "core";
  private static final String LEFT = "left/";

  /**
   * Harm says something about its workspace if it was hardly possible there: at least so many times
   * likelier if as many units are broken as it looks. A unit known to be flaky is no witness.
   */
  private static final double TELLING = 5;

  private enum Phase {
    ROLLING,
    SLOW,
    PAUSED,
    ENDED
  }

  private final String release;
  private final ToDoubleFunction<String> draw;
  private final Touched touched = new Touched();
  private final CalibratedHistory history = new CalibratedHistory(touched);
  private final Confinement confinement = new Confinement(touched);
  private final SlowWorkloads slow = new SlowWorkloads();
  private final NewestBets bets = new NewestBets();
  private final Set<String> left = new HashSet<>();
  private final Set<Scope> confined = new TreeSet<>();
  private Terms terms;
  private PairedEvidence paired;
  private Waves waves = Waves.NONE;
  private Phase phase = Phase.ROLLING;
  private Instant lastWave;
  private int harmed;
  private int exposedBefore;
  private boolean crossed;

  /**
   * What a roll-out begins under.
   *
   * @param fleet how many units there are
   */
  public record Terms(JudgePolicy policy, FlakePrior prior, int fleet, Instant began) {}

  /**
   * A roll-out begins, with no wave open.
   *
   * @param draw where a unit's hash falls in [0, 1): whom a wave admits
   */
  public ReleaseJudge(String release, ToDoubleFunction<String> draw, Terms terms) {
    this.release = release;
    this.draw = draw;
    this.terms = terms;
    this.lastWave = terms.began();
    this.paired = new PairedEvidence(terms.policy(), terms.began(), touched);
    touched.add(CORE);
  }

  /** The share of the fleet admitted so far. */
  public double share() {
    return waves.share();
  }

  public Waves waves() {
    return waves;
  }

  public boolean paused() {
    return phase == Phase.PAUSED;
  }

  public boolean slow() {
    return phase == Phase.SLOW;
  }

  public Set<Scope> confined() {
    return Set.copyOf(confined);
  }

  /** Whether a unit has been drawn into the release. */
  public boolean admits(String unit, Place place) {
    return draw.applyAsDouble(unit) < waves.share() && !isConfined(place);
  }

  /** Whether the unit was in its arm at that time. */
  boolean hadDrawn(String unit, Instant at) {
    return draw.applyAsDouble(unit) < waves.at(at).share();
  }

  private boolean isConfined(Place place) {
    return !confined.isEmpty() && confined.stream().anyMatch(place::isIn);
  }

  /** All news of a beat, in their order, and then its end. */
  public List<Finding> beat(Beat beat, List<News> ordered) {
    List<Finding> findings = new ArrayList<>();
    ordered.forEach(news -> findings.addAll(hear(news)));
    findings.addAll(passed(beat.end()));
    return findings;
  }

  /** Which wave's draw the unit had at that time, from 0; -1 for none yet. */
  public int waveOf(String unit, Instant at) {
    return waves.at(at).label(draw.applyAsDouble(unit));
  }

  /** Whether the unit has bet: its next failures are no news. */
  public boolean hasBet(String unit) {
    return left.contains(unit);
  }

  public Terms terms() {
    return terms;
  }

  /**
   * What is known of the fleet by now, of the time before the roll-out began: that is heard a beat
   * or two later than a person's command. Without it nobody's record would tell.
   */
  void beganUnder(FlakePrior prior, int fleet) {
    touched.add(CORE);
    terms = new Terms(terms.policy(), prior, fleet, terms.began());
  }

  /** The clock, as an observation: opens hours and waves, settles quarters. */
  public List<Finding> passed(Instant now) {
    if (phase == Phase.PAUSED || phase == Phase.ENDED) {
      return List.of();
    }
    touched.add(CORE);
    paired.passed(now);
    history.passed(now);
    List<Finding> findings = new ArrayList<>();
    slowed(now).or(() -> quickened(now)).ifPresent(findings::add);
    if (terms.policy().speed().automatic()) {
      advance(now).ifPresent(findings::add);
    }
    return findings;
  }

  /** What a workload's run said. The same news must not come twice. */
  public List<Finding> hear(News news) {
    touched.add(CORE);
    return switch (news) {
      case News.Clean clean -> {
        clean(clean);
        yield List.of();
      }
      case News.Suspected failure -> {
        suspected(failure);
        yield List.of();
      }
      case News.Retried retry -> retried(retry);
      case News.Failed _, News.Counted _, News.Forgotten _ -> List.of();
      case News.Pinned pinned -> pinned(pinned);
    };
  }

  private void clean(News.Clean clean) {
    if (isJudged(clean.unit(), clean.place())) {
      boolean onRelease = clean.version().equals(release);
      history.clean(clean.place().workspace(), onRelease, clean.before(), clean.at());
      confinement.clean(clean.place(), onRelease);
    }
  }

  private boolean isJudged(String unit, Place place) {
    return phase != Phase.ENDED && !left.contains(unit) && !isConfined(place);
  }

  private void suspected(News.Suspected failure) {
    if (isJudged(failure.unit(), failure.place()) && paired.pendingOf(failure.unit()) == null) {
      paired.reserve(
          paired.stake(
              new Stake.Failure(
                  failure.unit(),
                  failure.place(),
                  draw.applyAsDouble(failure.unit()),
                  failure.startedAt(),
                  failure.history().clean(),
                  terms.prior().rate(failure.history().history()),
                  waves.at(failure.startedAt()),
                  failure.version().equals(release),
                  failure.ending().lot())));
    }
  }

  /**
   * Only a retry that succeeded at once tells the arms apart; one that was drawn tells something of
   * the release in any case.
   */
  private List<Finding> retried(News.Retried retry) {
    Stake open = paired.pendingOf(retry.unit());
    if (open == null) {
      return List.of();
    }
    double before = paired.wealth();
    Stake stake = paired.payLot(open, retry.succeeded());
    if (retry.succeeded()) {
      boolean first = !open.lotPaid();
      paired.collect(stake, first);
      left.add(retry.unit());
      touched.add(LEFT + retry.unit());
      weigh(stake, retry);
      if (stake.onRelease()
          && paired.tellingRatio(stake, Hypothesis.suspected(harmed, history.exposed()), first)
              >= TELLING) {
        confinement.harmed(stake.place(), !first && stake.failure().lot().same());
      }
    } else if (retry.last()) {
      paired.release(stake);
    }
    if (retry.repaired() || (stake != open && open.failure().onRelease())) {
      remember(NewestBets.kindOf(retry), stake, before, retry);
    }
    return alarm(retry.at()).or(() -> slowed(retry.at())).map(List::of).orElse(List.of());
  }

  /** What recovers on the same version is no harm. */
  private void weigh(Stake stake, News.Retried retry) {
    if (!retry.repaired()) {
      return;
    }
    String workspace = stake.place().workspace();
    double flakeRate = stake.failure().flakesSeen();
    if (!stake.onRelease()) {
      history.failed(workspace, flakeRate, retry.at());
      return;
    }
    harmed++;
    int clean = stake.cleanSince(terms.began());
    history.failedOnRelease(workspace, flakeRate, clean, retry.at());
  }

  private void remember(Bet.Kind kind, Stake stake, double before, News.Retried retry) {
    bets.add(
        new Bet(
            retry.unit(),
            stake.place().workspace(),
            kind,
            stake.onRelease(),
            before,
            paired.wealth(),
            retry.decision()));
  }

  /** A pinned unit stays in the arm that its draw put it into: the label is the draw's. */
  private List<Finding> pinned(News.Pinned pinned) {
    if (!pinned.pin().awayFrom().equals(release) || !pinned.pin().forPerformance()) {
      return List.of();
    }
    if (pinned.pin().ended()) {
      slow.gone(pinned.unit());
    } else {
      slow.found(pinned.unit(), pinned.pin().evidence());
    }
    return alarm(pinned.at()).map(List::of).orElse(List.of());
  }

  private Optional<Finding> alarm(Instant now) {
    if (phase == Phase.PAUSED || phase == Phase.ENDED) {
      return Optional.empty();
    }
    crossed |= paired.wealth() >= threshold();
    double forPerformance = terms.policy().budget().forPerformance();
    if (forPerformance > 0
        && slow.named(history.exposed(), forPerformance).size() >= Blame.BREADTH) {
      phase = Phase.PAUSED;
      return Optional.of(new Finding.Pause(now, evidence()));
    }
    return crossed ? guilty(now) : Optional.empty();
  }

  private Optional<Finding> guilty(Instant now) {
    Blame blame = new Blame(paired, confinement, history.workspaceCount(), threshold());
    return switch (blame.falls()) {
      case Blame.Nowhere _ -> Optional.empty();
      case Blame.OnPart(Scope scope) -> {
        Evidence evidence = evidence();
        confine(scope);
        yield Optional.of(new Finding.Confine(now, evidence, scope));
      }
      case Blame.OnFleet _ -> {
        phase = Phase.PAUSED;
        yield Optional.of(new Finding.Pause(now, evidence()));
      }
    };
  }

  private double threshold() {
    return terms.policy().budget().threshold();
  }

  private void confine(Scope scope) {
    confined.add(scope);
    paired.forget(scope);
    if (scope.kind() == Scope.Kind.WORKSPACE) {
      history.forget(scope.name());
    }
    confinement.forget(scope);
    crossed = paired.wealth() >= threshold();
  }

  /** Asked of each failure, as whether to pause is: a busy beat slows before it stops. */
  private Optional<Finding> slowed(Instant now) {
    if (phase != Phase.ROLLING || !doubt().isGrave()) {
      return Optional.empty();
    }
    phase = Phase.SLOW;
    return Optional.of(new Finding.Slow(now, evidence()));
  }

  private Optional<Finding> quickened(Instant now) {
    if (phase != Phase.SLOW || !doubt().isOver()) {
      return Optional.empty();
    }
    phase = Phase.ROLLING;
    return Optional.of(new Finding.Quicken(now, evidence()));
  }

  private Doubt doubt() {
    return new Doubt(terms.policy().speed(), history, slow);
  }

  private Optional<Finding> advance(Instant now) {
    Ramp ramp = new Ramp(terms.policy().speed(), history, terms.fleet());
    boolean seen = history.exposed() > exposedBefore;
    boolean due = !now.isBefore(lastWave.plus(ramp.speed().bake())) && seen;
    double share = ramp.next(waves.share(), phase == Phase.SLOW, due);
    if (share <= waves.share()) {
      return Optional.empty();
    }
    open(share, now);
    return Optional.of(new Finding.Advance(now, evidence(), share));
  }

  /** A share set by hand or by a schedule; a smaller one than today's changes no wave. */
  public void open(double share, Instant now) {
    touched.add(CORE);
    waves = waves.upTo(share, now);
    lastWave = now;
    exposedBefore = history.exposed();
  }

  /** A person's word. */
  public Finding ordered(Order order, Instant now) {
    touched.add(CORE);
    Evidence evidence = evidence();
    switch (order) {
      case Order.PauseNow _ -> phase = Phase.PAUSED;
      case Order.End _ -> phase = Phase.ENDED;
      case Order.SetShare share -> open(share.share(), now);
      case Order.Resume resume -> {
        JudgePolicy policy = terms.policy().withBudget(resume.budget());
        terms = new Terms(policy, terms.prior(), terms.fleet(), terms.began());
        paired.parts().forEach(touched::add);
        paired = new PairedEvidence(policy, terms.began(), touched);
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
        terms.policy().budget(),
        history.ratio(),
        history.upperBound(),
        history.exposed(),
        harmed,
        slow.named(history.exposed(), SlowWorkloads.DOUBT),
        bets.list());
  }

  /** Names of the parts that differ from what was taken last. */
  public SortedSet<String> touched() {
    return touched.take();
  }

  /** Names of all its parts. */
  List<String> parts() {
    List<String> names = new ArrayList<>(paired.parts());
    names.add(CORE);
    left.forEach(unit -> names.add(LEFT + unit));
    names.addAll(history.parts());
    names.addAll(confinement.parts());
    return names;
  }

  /** A part as it is to be kept; null for one that is not there any more. */
  public byte @Nullable [] part(String name) {
    if (name.equals(CORE)) {
      return core();
    }
    if (name.startsWith(LEFT)) {
      return left.contains(name.substring(LEFT.length())) ? new byte[] {JudgeFormat.NEWEST} : null;
    }
    if (name.startsWith(CalibratedHistory.WORKSPACE)) {
      return history.part(name);
    }
    return name.startsWith(Confinement.TRAFFIC) ? confinement.part(name) : paired.part(name);
  }

  private byte[] core() {
    StateWriter out = new StateWriter(JudgeFormat.NEWEST);
    terms.policy().write(out);
    terms.prior().write(out);
    out.number(terms.fleet());
    out.time(terms.began());
    waves.write(out);
    out.text(phase.name());
    out.time(lastWave);
    out.number(harmed);
    out.number(exposedBefore);
    out.flag(crossed);
    out.number(confined.size());
    confined.forEach(scope -> out.text(scope.text()));
    bets.write(out);
    paired.write(out);
    history.write(out);
    confinement.write(out);
    slow.write(out);
    return out.bytes();
  }

  /** From all its parts, by name. */
  public static ReleaseJudge restored(
      String release, ToDoubleFunction<String> draw, Map<String, byte[]> parts) {
    byte[] core = parts.get(CORE);
    if (core == null) {
      throw new IllegalArgumentException("the judge of " + release + " has lost its core");
    }
    StateReader in = new StateReader(core, JudgeFormat.WITHOUT_LOTS, JudgeFormat.NEWEST);
    Terms terms = new Terms(JudgePolicy.read(in), FlakePrior.read(in), in.number(), in.instant());
    ReleaseJudge read = new ReleaseJudge(release, draw, terms);
    read.readCore(in);
    parts.forEach(
        (name, bytes) ->
            read.readPart(
                name, new StateReader(bytes, JudgeFormat.WITHOUT_LOTS, JudgeFormat.NEWEST)));
    read.touched.take();
    return read;
  }

  private void readCore(StateReader in) {
    waves = Waves.read(in);
    phase = Phase.valueOf(in.text());
    lastWave = in.instant();
    harmed = in.number();
    exposedBefore = in.number();
    crossed = in.flag();
    confined.addAll(in.list(each -> Scope.parse(each.text())));
    bets.read(in);
    paired.read(in);
    history.read(in);
    confinement.read(in);
    slow.read(in);
  }

  private void readPart(String name, StateReader in) {
    if (name.startsWith(LEFT)) {
      left.add(name.substring(LEFT.length()));
    } else if (name.startsWith(CalibratedHistory.WORKSPACE)) {
      history.read(name, in);
    } else if (name.startsWith(Confinement.TRAFFIC)) {
      confinement.read(name, in);
    } else if (!name.equals(CORE)) {
      paired.read(name, in);
    }
  }
}
