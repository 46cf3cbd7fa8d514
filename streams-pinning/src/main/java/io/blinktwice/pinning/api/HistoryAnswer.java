package io.blinktwice.pinning.api;

import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.PinProbe;
import io.blinktwice.pinning.decision.Resolution;
import io.blinktwice.pinning.decision.WorkloadState;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Why a workload runs on the version that it runs on, and how it came to that.
 *
 * @param version the version that its next run gets; absent where none would
 * @param because why, in a sentence
 * @param speed whether it looks slower on a newer version, and what is done about that
 * @param events what happened to its pins, oldest first
 */
@Serdeable
public record HistoryAnswer(
    String workload,
    String fingerprint,
    @Nullable String version,
    String because,
    SpeedAnswer speed,
    List<Line> events) {

  /**
   * One thing that happened to one of its pins.
   *
   * @param kind created, probed, half_opened, extended or released
   * @param ending what ended the pin, where it ended
   * @param run the run that proved the pin or that probed it
   * @param actor the person behind it
   */
  @Serdeable
  public record Line(
      Instant at,
      String kind,
      String pin,
      String version,
      @Nullable String awayFrom,
      @Nullable String ending,
      @Nullable String run,
      @Nullable String actor,
      List<ReasonAnswer> reasons) {

    static Line of(PinEvent event) {
      Pin pin = event.getPin();
      PinEnding ending = event.getEnding();
      return new Line(
          event.getAt(),
          event.getKind().name().toLowerCase(Locale.ROOT),
          pin.getPinId(),
          pin.getVersion(),
          pin.getAwayFrom(),
          ending == null ? null : ending.name().toLowerCase(Locale.ROOT),
          run(event.getProbe(), pin.getEvidence()),
          event.getActor() == null ? pin.getActor() : event.getActor(),
          event.getReasons().stream()
              .map(reason -> new ReasonAnswer(reason.getRule(), reason.getSentence()))
              .toList());
    }

    private static @Nullable String run(@Nullable PinProbe probe, @Nullable PinEvidence evidence) {
      if (probe != null) {
        return probe.getRunId();
      }
      return evidence == null ? null : evidence.getRunId();
    }
  }

  static HistoryAnswer of(
      WorkloadState state, SpeedAnswer speed, Resolution next, List<Line> events) {
    String name = state.workload().name().value();
    String fingerprint = state.workload().fingerprint().value();
    return switch (next) {
      case Resolution.Chosen chosen ->
          new HistoryAnswer(
              name,
              fingerprint,
              chosen.version().value(),
              chosen.reason().sentence(),
              speed,
              events);
      case Resolution.Refused refused ->
          new HistoryAnswer(name, fingerprint, null, refused.reason().sentence(), speed, events);
    };
  }
}
