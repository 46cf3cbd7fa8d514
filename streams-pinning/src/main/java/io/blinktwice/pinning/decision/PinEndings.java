package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.pinning.decision.Change.Ending;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a pin ends by itself, and when it is worth another try. */
final class PinEndings {
  private PinEndings() {}

  record Ended(Ending ending, Reason reason) {}

  static @Nullable Ended by(Pin pin, WorkloadState state, Fleet fleet, Instant at) {
    if (!fleet.knows(pin.version())) {
      return new Ended(
          Ending.VERSION_RETIRED,
          new Reason(
              "version-gone", pin.version() + " is not in the catalogue of releases any more"));
    }
    Instant expires = pin.terms().expiresAt();
    if (expires != null && !at.isBefore(expires)) {
      return new Ended(Ending.EXPIRED, new Reason("expired", "its time was over at " + expires));
    }
    EngineVersion fixed = fixDeployed(pin, state, fleet);
    return fixed == null
        ? null
        : new Ended(
            Ending.FIXED,
            new Reason("fix-deployed", fixed + " has the fix and is deployed to this workload"));
  }

  /** The version with the fix that this workload would get by now; null while there is none. */
  static @Nullable EngineVersion fixDeployed(Pin pin, WorkloadState state, Fleet fleet) {
    EngineVersion next = Admission.toProbe(state, fleet, EngineRange.ALL);
    if (pin.isByHand() && pin.terms().fixedIn() == null || next == null) {
      return null;
    }
    for (EngineVersion version : fleet.lineOf(next)) {
      if (version.equals(pin.awayFrom())) {
        return null;
      }
      if (version.equals(pin.terms().fixedIn()) || hasFix(fleet.release(version), pin)) {
        return next;
      }
    }
    return null;
  }

  private static boolean hasFix(Release release, Pin pin) {
    String signature = pin.signature();
    String ticket = pin.ticket();
    return signature != null && release.fixes().contains(signature)
        || ticket != null && release.fixes().contains(ticket);
  }

  /** A person's pin is never put to the test. */
  static @Nullable Reason halfOpenBecause(
      Pin pin, WorkloadState state, Fleet fleet, Instant at, @Nullable String codeHash) {
    EngineVersion awayFrom = pin.awayFrom();
    if (awayFrom == null) {
      return null;
    }
    String pinned = pin.codeHash();
    if (codeHash != null && pinned != null && !codeHash.equals(pinned)) {
      return new Reason("code-changed", "the workload's code is not the one that was pinned");
    }
    EngineVersion next = Admission.toProbe(state, fleet, EngineRange.ALL);
    if (next != null && next.compareTo(awayFrom) > 0) {
      return new Reason(
          "newer-version", next + " is newer than " + awayFrom + ", which it is kept away from");
    }
    Instant probeAfter = pin.terms().probeAfter();
    return probeAfter == null || at.isBefore(probeAfter)
        ? null
        : new Reason("rested", "it has held since " + pin.createdAt() + " without a test");
  }
}
