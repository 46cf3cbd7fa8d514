package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.PinProbe;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What happens to a pin: the pin as it is from then on, and one line of its story. */
record PinStory(Workload workload, List<String> inputs, Instant at) {

  List<Encoding.Told> of(Change.OfPin change) {
    Pin pin = change.pin();
    io.blinktwice.events.Pin now =
        change instanceof Change.PinReleased
            ? PinRecords.ended(workload, pin)
            : PinRecords.active(workload, pin);
    if (now.getEvidence() != null && isProof(change)) {
      now.getEvidence().setInputs(inputs);
    }
    PinEvent event = event(change, pin, now);
    return List.of(
        new Encoding.Told(Topics.PINS, event.getEventId() + "-state", now),
        new Encoding.Told(Topics.PIN_EVENTS, event.getEventId(), event));
  }

  /** What is told is also what proves it: it made the pin, or failed again on the newer version. */
  private static boolean isProof(Change.OfPin change) {
    return change instanceof Change.PinCreated
        || change instanceof Change.PinProbed probed && !probed.clean();
  }

  private PinEvent event(Change.OfPin change, Pin pin, io.blinktwice.events.Pin now) {
    PinEvent.Builder event = PinEvent.newBuilder().setPin(now).setInputs(inputs).setAt(at);
    String which =
        switch (change) {
          case Change.PinCreated created -> {
            event.setKind(PinEventKind.CREATED).setReasons(PinRecords.reasons(pin.reasons()));
            yield "";
          }
          case Change.PinHalfOpened(Pin opened, Pin.Trial trial) -> {
            event.setKind(PinEventKind.HALF_OPENED).setReasons(because(trial.because()));
            yield "-" + trial.since().toEpochMilli();
          }
          case Change.PinProbed(
                  Pin probed,
                  Attempt attempt,
                  EngineVersion version,
                  boolean clean) -> {
            event.setKind(PinEventKind.PROBED).setProbe(probe(attempt, version, clean));
            yield "-" + attempt;
          }
          case Change.PinExtended(Pin extended, Reason reason, String actor) -> {
            event
                .setKind(PinEventKind.EXTENDED)
                .setUntil(extended.terms().expiresAt())
                .setReasons(because(reason))
                .setActor(actor);
            yield "-" + at.toEpochMilli();
          }
          case Change.PinReleased(
                  Pin ended,
                  Change.Ending ending,
                  var reasons,
                  String actor,
                  Instant on) -> {
            event
                .setKind(PinEventKind.RELEASED)
                .setEnding(ending(ending))
                .setReasons(PinRecords.reasons(reasons))
                .setActor(actor);
            yield "";
          }
        };
    String kind = event.getKind().name().toLowerCase(Locale.ROOT);
    return event.setEventId(pin.id().value() + "-" + kind + which).build();
  }

  private static PinProbe probe(Attempt attempt, EngineVersion version, boolean clean) {
    return new PinProbe(attempt.run().value(), attempt.number(), version.value(), clean);
  }

  private static List<io.blinktwice.events.Reason> because(Reason reason) {
    return PinRecords.reasons(List.of(reason));
  }

  private static PinEnding ending(Change.Ending ending) {
    return switch (ending) {
      case PERSON -> PinEnding.PERSON;
      case FALSE_POSITIVE -> PinEnding.FALSE_POSITIVE;
      case FIXED -> PinEnding.FIXED;
      case PROBED_CLEAN -> PinEnding.PROBED_CLEAN;
      case EXPIRED -> PinEnding.EXPIRED;
      case REPLACED -> PinEnding.REPLACED;
      case VERSION_RETIRED -> PinEnding.VERSION_RETIRED;
    };
  }
}
