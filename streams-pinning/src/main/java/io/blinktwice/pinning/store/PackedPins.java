package io.blinktwice.pinning.store;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.pinning.decision.Comparison;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.performance.decision.Finding;
import io.blinktwice.pinning.performance.decision.Metric;

/**
 * Pins, what proved them, and the comparison that may lead to one, as bytes; each is read in the
 * order in which it is written.
 */
final class PackedPins {
  private PackedPins() {}

  /** Who made a pin, as it is stored. */
  private enum StoredOrigin {
    BY_HAND,
    PROVEN,
    MEASURED
  }

  static void write(StateWriter out, Pin pin) {
    out.text(pin.id().value());
    out.text(pin.version().value());
    write(out, pin.origin());
    out.time(pin.createdAt());
    PackedRuns.write(out, pin.reasons());
    out.optional(pin.terms().probeAfter());
    out.optional(pin.terms().expiresAt());
    out.optional(PackedRuns.value(pin.terms().fixedIn()));
    out.number(pin.terms().failedProbes());
    Pin.Trial trial = pin.trial();
    out.flag(trial != null);
    if (trial != null) {
      out.time(trial.since());
      PackedRuns.write(out, trial.because());
      out.number(trial.needed());
      out.number(trial.clean());
    }
  }

  static Pin pin(StateReader in) {
    return new Pin(
        new DecisionId(in.text()),
        new EngineVersion(in.text()),
        origin(in),
        in.instant(),
        PackedRuns.reasons(in),
        new Pin.Terms(
            in.optionalInstant(),
            in.optionalInstant(),
            PackedRuns.version(in.optional()),
            in.number()),
        in.flag()
            ? new Pin.Trial(in.instant(), PackedRuns.reason(in), in.number(), in.number())
            : null);
  }

  private static void write(StateWriter out, Pin.Origin origin) {
    switch (origin) {
      case Pin.Origin.ByHand(String actor) -> {
        out.text(StoredOrigin.BY_HAND.name());
        out.text(actor);
      }
      case Pin.Origin.Proven(Pin.Evidence evidence) -> {
        out.text(StoredOrigin.PROVEN.name());
        write(out, evidence);
      }
      case Pin.Origin.Measured(Pin.Slowness slowness) -> {
        out.text(StoredOrigin.MEASURED.name());
        write(out, slowness);
      }
    }
  }

  private static Pin.Origin origin(StateReader in) {
    return switch (StoredOrigin.valueOf(in.text())) {
      case BY_HAND -> new Pin.Origin.ByHand(in.text());
      case PROVEN -> new Pin.Origin.Proven(evidence(in));
      case MEASURED -> new Pin.Origin.Measured(slowness(in));
    };
  }

  private static void write(StateWriter out, Pin.Evidence evidence) {
    out.text(evidence.run().value());
    out.number(evidence.failedAttempt());
    out.text(evidence.failedVersion().value());
    out.number(evidence.goodAttempt());
    out.text(evidence.goodVersion().value());
    PackedRuns.write(out, evidence.classified());
    PackedRuns.write(out, evidence.failure());
    out.optional(evidence.codeHash());
    PackedRuns.write(out, evidence.failedUsage());
    PackedRuns.write(out, evidence.goodUsage());
    out.text(evidence.weight().nature().name());
    out.real(evidence.weight().posterior());
    out.real(evidence.weight().intermittency());
    out.number(evidence.weight().othersHit());
  }

  private static Pin.Evidence evidence(StateReader in) {
    return new Pin.Evidence(
        new RunId(in.text()),
        in.number(),
        new EngineVersion(in.text()),
        in.number(),
        new EngineVersion(in.text()),
        PackedRuns.classified(in),
        PackedRuns.failure(in),
        in.optional(),
        PackedRuns.usage(in),
        PackedRuns.usage(in),
        new Pin.Weight(Pin.Nature.valueOf(in.text()), in.real(), in.real(), in.number()));
  }

  private static void write(StateWriter out, Pin.Slowness slowness) {
    out.text(slowness.run().value());
    out.text(slowness.newer().value());
    PackedRuns.write(out, slowness.usage());
    out.text(slowness.goodRun().value());
    out.text(slowness.older().value());
    PackedRuns.write(out, slowness.goodUsage());
    out.optional(slowness.codeHash());
    write(out, slowness.finding());
  }

  private static Pin.Slowness slowness(StateReader in) {
    return new Pin.Slowness(
        new RunId(in.text()),
        new EngineVersion(in.text()),
        PackedRuns.usage(in),
        new RunId(in.text()),
        new EngineVersion(in.text()),
        PackedRuns.usage(in),
        in.optional(),
        finding(in));
  }

  static void write(StateWriter out, Comparison wanted) {
    out.text(wanted.suspicion().run().value());
    PackedRuns.write(out, wanted.suspicion().usage());
    out.text(wanted.suspicion().sideEffects().name());
    out.text(wanted.newer().value());
    out.text(wanted.older().value());
    write(out, wanted.finding());
    out.number(wanted.unanswered());
  }

  static Comparison comparison(StateReader in) {
    return new Comparison(
        new Comparison.Suspicious(
            new RunId(in.text()), PackedRuns.usage(in), SideEffects.valueOf(in.text())),
        new EngineVersion(in.text()),
        new EngineVersion(in.text()),
        finding(in),
        in.number());
  }

  private static void write(StateWriter out, Finding finding) {
    out.real(finding.logEvidence());
    out.list(
        finding.grown(),
        (to, grown) -> {
          to.text(grown.metric().name());
          to.real(grown.ratio());
          to.real(grown.logEvidence());
          to.number(grown.older());
          to.number(grown.newer());
        });
  }

  private static Finding finding(StateReader in) {
    return new Finding(
        in.real(),
        in.list(
            from ->
                new Finding.Grown(
                    Metric.valueOf(from.text()),
                    from.real(),
                    from.real(),
                    from.number(),
                    from.number())));
  }
}
