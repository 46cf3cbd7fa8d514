package io.blinktwice.rollout.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCause;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** From records about workloads to facts; most run events are told again by their verdict. */
final class DecodeFacts {
  private static final String OUT_OF_MEMORY = "out-of-memory";

  private DecodeFacts() {}

  /** Nothing for a record that says nothing new. */
  static Optional<Fact> of(@Nullable String key, @Nullable SpecificRecord record) {
    return switch (record) {
      case RunEvent event -> {
        require(key, event.getFingerprint());
        yield began(event);
      }
      case RunVerdict verdict -> {
        require(key, verdict.getFingerprint());
        yield ended(verdict);
      }
      case PinEvent event -> {
        require(key, event.getPin().getFingerprint());
        yield pinned(event);
      }
      case null -> throw new UnusableRecord("the record has no value");
      default -> throw new IllegalStateException("no such topic is read: " + record.getSchema());
    };
  }

  private static void require(@Nullable String key, String fingerprint) {
    if (!fingerprint.equals(key)) {
      throw new UnusableRecord("the record's key is not the fingerprint that it speaks of");
    }
    try {
      new Fingerprint(fingerprint);
    } catch (InvalidIdentifier e) {
      throw new UnusableRecord("the record has no usable fingerprint", e);
    }
  }

  private static Optional<Fact> began(RunEvent event) {
    if (event.getKind() != RunEventKind.STARTED || event.getAttempt() != 1) {
      return Optional.empty();
    }
    return Optional.of(
        new Fact.Began(
            event.getRunId(),
            event.getOccurredAt(),
            new Place(
                event.getWorkspace(), text(event.getEnvironment()), text(event.getCluster()))));
  }

  /**
   * A correction says nothing new of what was retried and how that ended; an attempt of which
   * nobody knows the version says nothing of any.
   */
  private static Optional<Fact> ended(RunVerdict verdict) {
    if (verdict.getCorrects() != null || !isVersion(verdict.getEngineVersion())) {
      return Optional.empty();
    }
    if (verdict.getAttempt() < 1) {
      throw new UnusableRecord("attempts are counted from 1");
    }
    Fact.Ending ending =
        new Fact.Ending(
            verdict.getSucceeded(),
            verdict.getSuspect() && verdict.getAction() == VerdictAction.RETRY_LAST_GOOD,
            verdict.getSuspect(),
            verdict.getCategory() == null ? "" : verdict.getCategory().name(),
            isOutOfMemory(verdict),
            verdict.getUserVisible(),
            lot(verdict));
    return Optional.of(
        new Fact.Ended(
            verdict.getRunId(),
            verdict.getAttempt(),
            verdict.getDecidedAt(),
            verdict.getWorkspace(),
            verdict.getEngineVersion(),
            ending,
            verdict.getDecisionId()));
  }

  /** A retry that was certain says nothing by where it ran. */
  private static Lot lot(RunVerdict verdict) {
    double chance = verdict.getRetryProbability();
    if (!verdict.getSuspect() || !(chance > 0 && chance < 1)) {
      return Lot.NONE;
    }
    return switch (verdict.getAction()) {
      case RETRY_SAME -> new Lot(chance, true);
      case RETRY_LAST_GOOD -> new Lot(1 - chance, false);
      case FINISH, RETRY_LARGER, UNKNOWN -> Lot.NONE;
    };
  }

  private static boolean isOutOfMemory(RunVerdict verdict) {
    return verdict.getReasons().stream()
        .anyMatch(reason -> reason.getRule().endsWith(OUT_OF_MEMORY));
  }

  private static Optional<Fact> pinned(PinEvent event) {
    Pin pin = event.getPin();
    boolean begins = event.getKind() == PinEventKind.CREATED;
    boolean ends =
        event.getKind() == PinEventKind.RELEASED || event.getKind() == PinEventKind.REPLACED;
    String awayFrom = text(pin.getAwayFrom());
    if ((!begins && !ends) || !isVersion(awayFrom)) {
      return Optional.empty();
    }
    return Optional.of(
        new Fact.Pinned(pin.getPinId(), event.getAt(), awayFrom, ends, evidence(pin)));
  }

  private static double evidence(Pin pin) {
    PinEvidence evidence = pin.getEvidence();
    return pin.getCause() != PinCause.PERFORMANCE
            || evidence == null
            || evidence.getPerformance() == null
        ? 0
        : evidence.getPerformance().getEvidence();
  }

  private static boolean isVersion(String text) {
    try {
      new EngineVersion(text);
      return true;
    } catch (InvalidIdentifier e) {
      return false;
    }
  }

  private static String text(@Nullable String said) {
    return said == null ? "" : said;
  }
}
