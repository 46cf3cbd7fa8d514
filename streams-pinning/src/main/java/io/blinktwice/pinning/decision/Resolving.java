package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.EnvironmentRule;
import io.blinktwice.contract.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which version an attempt gets: the rules of the architecture's §5.1, first match wins.
 *
 * <p>A pure function of what is known, so nothing has to be written before the answer; once the
 * attempt's start was seen, asking again repeats it.
 */
public final class Resolving {
  private final WorkloadState state;
  private final Attempt attempt;
  private final Fleet fleet;
  private final Policy policy;
  private final EngineRange range;
  private final List<Reason> chain = new ArrayList<>();

  private Resolving(
      WorkloadState state, Attempt attempt, Pinning.FleetPolicy under, EngineRange range) {
    this.state = state;
    this.attempt = attempt;
    this.fleet = under.fleet();
    this.policy = under.policy();
    this.range = range;
  }

  public static Resolution resolve(WorkloadState state, Question asked, Pinning.FleetPolicy under) {
    Fleet fleet = under.fleet();
    if (fleet.epoch().rolloutDecisions() < asked.leastEpoch()) {
      return refused(
          "older-epoch",
          "this instance has read the roll-outs up to %d, the caller up to %d: ask again"
              .formatted(fleet.epoch().rolloutDecisions(), asked.leastEpoch()));
    }
    String environment = asked.environment();
    EngineRange range =
        environment == null ? EngineRange.ALL : fleet.environments().get(environment);
    if (range == null) {
      return refused(
          EnvironmentRule.UNKNOWN.word(),
          "no environment '" + environment + "': register it first");
    }
    if (range.retiredAdvice() != null) {
      return refused(
          EnvironmentRule.RETIRED.word(),
          "environment '%s' is retired%s".formatted(environment, range.retiredAdvice()));
    }
    return new Resolving(state, asked.attempt(), under, range).answer();
  }

  private static Resolution refused(String rule, String sentence) {
    return new Resolution.Refused(new Reason(rule, sentence));
  }

  /**
   * What a rule chose.
   *
   * @param repeated the decision that this repeats, where it does
   */
  private record Choice(
      EngineVersion version, Reason reason, boolean larger, @Nullable String repeated) {
    Choice(EngineVersion version, String rule, String sentence) {
      this(version, new Reason(rule, sentence), false, null);
    }
  }

  /** A rule and what is said where it does not apply. */
  private record Rule(String name, String otherwise, Supplier<@Nullable Choice> choice) {}

  private List<Rule> rules() {
    return List.of(
        new Rule("already-started", "this attempt has not started", this::alreadyStarted),
        new Rule("pinned-by-hand", "nobody pinned it by hand", this::pinnedByHand),
        new Rule("retry", "no verdict asks for this attempt", this::asThePreviousVerdictSaid),
        new Rule("pinned", "no pin holds it", this::pinned),
        new Rule("compared", "it is not to be compared with an older version", this::compared),
        new Rule("fleet", "the fleet has no version for it", this::offered));
  }

  private Resolution answer() {
    for (Rule rule : rules()) {
      Choice choice = rule.choice().get();
      if (choice != null) {
        return range.supports(choice.version) ? chosen(choice) : unsupported(choice);
      }
      chain.add(new Reason(rule.name(), rule.otherwise()));
    }
    return fleet.stable() == null
        ? refused("no-stable-version", "no release was promoted yet: promote one first")
        : refused(
            EnvironmentRule.NONE_SUPPORTED.word(),
            "no promoted release is among those that the environment supports: " + range);
  }

  private Resolution unsupported(Choice choice) {
    return refused(
        EnvironmentRule.UNSUPPORTED.word(),
        "%s (%s), but the environment supports %s"
            .formatted(choice.version, choice.reason.sentence(), range));
  }

  private Resolution chosen(Choice choice) {
    chain.add(choice.reason);
    return new Resolution.Chosen(
        idOf(choice),
        choice.version,
        choice.reason,
        choice.larger,
        fleet.epoch(),
        policy.validFor(),
        chain);
  }

  private DecisionId idOf(Choice choice) {
    return choice.repeated != null
        ? new DecisionId(choice.repeated)
        : DecisionId.of(
            "resolve",
            RuleVersion.CURRENT,
            state.workload().fingerprint().value(),
            attempt.run().value(),
            String.valueOf(attempt.number()),
            choice.version.value(),
            choice.reason.rule());
  }

  private @Nullable Choice alreadyStarted() {
    AttemptState started = state.attempt(attempt);
    EngineVersion version = started.version();
    if (version == null) {
      return null;
    }
    Choice asBefore = asThePreviousVerdictSaid();
    return new Choice(
        version,
        new Reason("already-started", "this attempt has started on " + version),
        asBefore != null && asBefore.larger,
        started.resolveDecision());
  }

  private @Nullable Choice pinnedByHand() {
    Pin pin = state.pin();
    return pin != null && pin.isByHand() && !isOver(pin) ? held(pin, "pinned-by-hand", "") : null;
  }

  /** What only an observation can end is over for those who ask, too. */
  private boolean isOver(Pin pin) {
    return !fleet.knows(pin.version()) || PinEndings.fixDeployed(pin, state, fleet) != null;
  }

  private static Choice held(Pin pin, String rule, String before) {
    return new Choice(pin.version(), rule, before + pin.reasons().getFirst().sentence());
  }

  private @Nullable Choice asThePreviousVerdictSaid() {
    AttemptState previous = state.run(attempt.run()).known(attempt.number() - 1);
    Verdict verdict = previous == null ? null : previous.verdict();
    Choice said = verdict == null ? null : asSaidBy(verdict);
    return said == null || mayStillGoTo(said.version) ? said : null;
  }

  /** A version may have been retired since a verdict named it. */
  private boolean mayStillGoTo(EngineVersion version) {
    Pin pin = state.pin();
    return fleet.admits(version) || pin != null && pin.version().equals(version);
  }

  private static @Nullable Choice asSaidBy(Verdict verdict) {
    return switch (verdict.action()) {
      case Verdict.Action.Finish finish -> null;
      case Verdict.Action.RetrySame(EngineVersion version, var after) ->
          new Choice(version, "retry-same", said(verdict));
      case Verdict.Action.RetryLastGood(EngineVersion version) ->
          new Choice(version, "retry-last-good", said(verdict));
      case Verdict.Action.RetryLarger(EngineVersion version) ->
          new Choice(version, new Reason("retry-larger", said(verdict)), true, null);
    };
  }

  private static String said(Verdict verdict) {
    return "verdict on the previous attempt: " + verdict.reasons().getFirst().sentence();
  }

  private @Nullable Choice pinned() {
    Pin pin = state.pin();
    if (pin == null || isOver(pin)) {
      return null;
    }
    Choice probe = probe(pin);
    return probe == null ? held(pin, "pinned", "pinned: ") : probe;
  }

  /** At most one at a time, as far as is known, and never in place of a retry. */
  private @Nullable Choice probe(Pin pin) {
    EngineVersion newer = Admission.toProbe(state, fleet, range);
    boolean wanted =
        newer != null && newer.compareTo(pin.version()) > 0 && isHalfOpenFor(pin, newer);
    if (newer == null
        || !wanted
        || attempt.number() > 1
        || state.comparison() != null
        || underWay(version -> version.compareTo(pin.version()) > 0)) {
      return null;
    }
    double place = Lot.draw("probe", pin.id().value(), attempt.run().value());
    return place < policy.pins().probeShare()
        ? new Choice(
            newer,
            "probe",
            "drawn to test whether the pin to %s is still needed".formatted(pin.version()))
        : null;
  }

  private static boolean isHalfOpenFor(Pin pin, EngineVersion newer) {
    EngineVersion awayFrom = pin.awayFrom();
    return pin.trial() != null || awayFrom != null && newer.compareTo(awayFrom) > 0;
  }

  private boolean underWay(Predicate<EngineVersion> onVersion) {
    return state.runs().values().stream()
        .flatMap(run -> run.attempts().values().stream())
        .anyMatch(
            tried -> {
              EngineVersion version = tried.version();
              return tried.isOpen() && version != null && onVersion.test(version);
            });
  }

  /** One run at a time goes to the older version, as far as is known, and never a retry. */
  private @Nullable Choice compared() {
    Comparison wanted = state.comparison();
    if (wanted == null
        || attempt.number() > 1
        || !wanted.maySendRuns()
        || !fleet.offers(wanted.older())
        || !range.supports(wanted.older())
        || underWay(wanted.older()::equals)) {
      return null;
    }
    return new Choice(
        wanted.older(),
        "compared",
        "on %s %s: this run shows whether that goes away on %s"
            .formatted(wanted.newer(), SpeedReasons.grown(wanted.finding()), wanted.older()));
  }

  private @Nullable Choice offered() {
    Admission.Offer offer = Admission.of(state, fleet, range);
    return offer == null ? null : new Choice(offer.version(), offer.reason(), false, null);
  }
}
