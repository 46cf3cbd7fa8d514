package io.blinktwice.pinning.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.performance.decision.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload runs on this version until the pin ends.
 *
 * @param trial present while it is half open: some runs probe the newer version
 */
public record Pin(
    DecisionId id,
    EngineVersion version,
    Origin origin,
    Instant createdAt,
    List<Reason> reasons,
    Terms terms,
    @Nullable Trial trial) {
  public Pin {
    reasons = List.copyOf(reasons);
  }

  /** Who made it. */
  public sealed interface Origin {

    /** The system, by comparing two attempts of one run. */
    record Proven(Evidence evidence) implements Origin {}

    /** The system, by what runs on two versions used. */
    record Measured(Slowness slowness) implements Origin {}

    /** A person. */
    record ByHand(String actor) implements Origin {}
  }

  /** What the difference between the two attempts is. */
  public enum Nature {
    /** The newer version broke something. */
    REGRESSION,
    /** The newer version raises on purpose what the older one let pass; this is no repair. */
    BEHAVIOUR_CHANGED
  }

  /**
   * Two attempts of one run that differ in the version and in the outcome.
   *
   * @param codeHash what the workload's code was
   */
  public record Evidence(
      RunId run,
      int failedAttempt,
      EngineVersion failedVersion,
      int goodAttempt,
      EngineVersion goodVersion,
      Classified classified,
      @Nullable FailureSeen failure,
      @Nullable String codeHash,
      Usage failedUsage,
      Usage goodUsage,
      Weight weight) {

    public @Nullable String condition() {
      return failure == null ? null : failure.condition();
    }

    Evidence weighing(Weight found) {
      return new Evidence(
          run,
          failedAttempt,
          failedVersion,
          goodAttempt,
          goodVersion,
          classified,
          failure,
          codeHash,
          failedUsage,
          goodUsage,
          found);
    }
  }

  /**
   * Two runs that succeeded, one of them at a higher price.
   *
   * @param run the one that raised the suspicion, on the newer version
   * @param goodRun the last of those that were sent to the older one to see it go away
   * @param finding what has grown, by how much, and how sure that is
   */
  public record Slowness(
      RunId run,
      EngineVersion newer,
      Usage usage,
      RunId goodRun,
      EngineVersion older,
      Usage goodUsage,
      @Nullable String codeHash,
      Finding finding) {

    /** What tickets know it by: workloads in which the same grew belong together. */
    public String signature() {
      return "performance/" + finding.foremost().metric().figure();
    }
  }

  /**
   * What the evidence is worth.
   *
   * @param posterior how likely the version caused the failure
   * @param intermittency the share of runs that it fails
   * @param othersHit other workloads that the same failure had pinned away from the version by then
   */
  public record Weight(Nature nature, double posterior, double intermittency, int othersHit) {
    public static final Weight CERTAIN = new Weight(Nature.REGRESSION, 1, 1, 0);
  }

  /**
   * How long it lasts; what is absent never comes.
   *
   * @param probeAfter when it becomes half open by itself
   * @param fixedIn the version that is said to be fixed
   * @param failedProbes probes that showed that it is still needed
   */
  public record Terms(
      @Nullable Instant probeAfter,
      @Nullable Instant expiresAt,
      @Nullable EngineVersion fixedIn,
      int failedProbes) {
    public static final Terms NONE = new Terms(null, null, null, 0);
  }

  /**
   * A half-open pin.
   *
   * @param needed clean probes that end the pin
   * @param clean clean probes so far
   */
  public record Trial(Instant since, Reason because, int needed, int clean) {}

  public boolean isByHand() {
    return origin instanceof Origin.ByHand;
  }

  /** The failure that proved it; null where no failure did. */
  public @Nullable Evidence evidence() {
    return origin instanceof Origin.Proven(Evidence evidence) ? evidence : null;
  }

  /** The slowness that proved it; null where none did. */
  public @Nullable Slowness slowness() {
    return origin instanceof Origin.Measured(Slowness slowness) ? slowness : null;
  }

  /** The version that the workload is kept away from, where there is one. */
  public @Nullable EngineVersion awayFrom() {
    return switch (origin) {
      case Origin.Proven(Evidence evidence) -> evidence.failedVersion();
      case Origin.Measured(Slowness slowness) -> slowness.newer();
      case Origin.ByHand byHand -> null;
    };
  }

  /** What the same harm is known by in other workloads; null where no harm made it. */
  public @Nullable String signature() {
    return switch (origin) {
      case Origin.Proven(Evidence evidence) -> evidence.classified().signature();
      case Origin.Measured(Slowness slowness) -> slowness.signature();
      case Origin.ByHand byHand -> null;
    };
  }

  /** The ticket of the harm that made it, before any merge; null where none did. */
  public @Nullable String ticket() {
    EngineVersion release = awayFrom();
    String harm = signature();
    return release == null || harm == null ? null : ticketOf(release, harm);
  }

  /** Names the ticket of what fails on a release, without asking anybody. */
  public static String ticketOf(EngineVersion release, String signature) {
    return DecisionId.of("ticket", "1", release.value(), signature).value();
  }

  /** What the workload's code was when it was pinned, where that is known. */
  @Nullable String codeHash() {
    return switch (origin) {
      case Origin.Proven(Evidence evidence) -> evidence.codeHash();
      case Origin.Measured(Slowness slowness) -> slowness.codeHash();
      case Origin.ByHand byHand -> null;
    };
  }

  Pin with(Terms changed) {
    return new Pin(id, version, origin, createdAt, reasons, changed, trial);
  }

  Pin with(@Nullable Trial changed) {
    return new Pin(id, version, origin, createdAt, reasons, terms, changed);
  }

  Pin with(Origin newest) {
    return new Pin(id, version, newest, createdAt, reasons, terms, trial);
  }
}
