package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.decision.TicketObservation;
import io.blinktwice.pinning.ticket.decision.TicketState;
import io.blinktwice.pinning.ticket.store.TicketStores;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Sends what happens to a pin to the ticket of the failure that it came from.
 *
 * <p>A pin's evidence may change while it holds: a probe of a newer release can fail too. The
 * ticket that has heard of the pin is remembered, so that it hears of its end; the pin then belongs
 * to the ticket of the newest evidence.
 */
final class PinNews implements Processor<String, SpecificRecord, String, SpecificRecord> {
  private final NestedRecords nested;
  private @Nullable ProcessorContext<String, SpecificRecord> context;
  private @Nullable KeyValueStore<String, String> heard;

  PinNews(NestedRecords nested) {
    this.nested = nested;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.heard = context.getStateStore(TicketStores.HEARD);
  }

  @Override
  public void process(Record<String, SpecificRecord> seen) {
    if (!(seen.value() instanceof PinEvent event)) {
      throw new UnusableRecord("the record tells of no pin");
    }
    TicketState.Failure failure = failure(event.getPin());
    if (failure == null) {
      return; // A person made the pin: no ticket has caused it.
    }
    switch (event.getKind()) {
      case CREATED, PROBED, EXTENDED, HALF_OPENED -> holds(seen, event, failure);
      case RELEASED, REPLACED -> ended(seen, event.getPin(), failure);
      case UNKNOWN -> {}
    }
  }

  private void holds(
      Record<String, SpecificRecord> seen, PinEvent event, TicketState.Failure failure) {
    Pin pin = event.getPin();
    TicketId ticket = TicketId.of(failure.release(), failure.signature());
    String now = TicketStores.key(pin.getPinId(), ticket.value());
    String before = heard().get(pin.getFingerprint());
    if (now.equals(before)) {
      return;
    }
    ticketOf(before, pin).ifPresent(other -> tell(seen, other, end(pin), null));
    heard().put(pin.getFingerprint(), now);
    TicketObservation.Workload workload =
        new TicketObservation.Workload(pin.getFingerprint(), pin.getWorkspace(), pin.getWorkload());
    tell(
        seen,
        ticket.value(),
        new TicketObservation.Pinned(failure, workload, pin.getPinId(), pin.getCreatedAt()),
        nested.bytes(Topics.PIN_EVENTS, event));
  }

  private void ended(Record<String, SpecificRecord> seen, Pin pin, TicketState.Failure failure) {
    Optional<String> known = ticketOf(heard().get(pin.getFingerprint()), pin);
    if (known.isPresent()) {
      heard().delete(pin.getFingerprint());
    }
    String ticket =
        known.orElseGet(() -> TicketId.of(failure.release(), failure.signature()).value());
    tell(seen, ticket, end(pin), null);
  }

  private static TicketObservation end(Pin pin) {
    return new TicketObservation.PinEnded(pin.getFingerprint(), pin.getPinId());
  }

  /** The ticket that has heard of this very pin. */
  private static Optional<String> ticketOf(@Nullable String remembered, Pin pin) {
    String start = TicketStores.key(pin.getPinId(), "");
    return remembered != null && remembered.startsWith(start)
        ? Optional.of(remembered.substring(start.length()))
        : Optional.empty();
  }

  private void tell(
      Record<String, SpecificRecord> seen,
      String ticket,
      TicketObservation said,
      @Nullable ByteBuffer about) {
    Objects.requireNonNull(context)
        .forward(seen.withKey(ticket).withValue(Messages.of(said, about)));
  }

  private KeyValueStore<String, String> heard() {
    return Objects.requireNonNull(heard, "not initialised");
  }

  private static TicketState.@Nullable Failure failure(Pin pin) {
    PinEvidence evidence = pin.getEvidence();
    if (evidence == null) {
      return null;
    }
    try {
      return new TicketState.Failure(
          new EngineVersion(evidence.getFailedVersion()), signature(evidence), null);
    } catch (InvalidIdentifier e) {
      throw new UnusableRecord(String.valueOf(e.getMessage()), e);
    }
  }

  /** A run that only became slower has no error; it is known by what became worse. */
  private static String signature(PinEvidence evidence) {
    return evidence.getPerformance() == null
        ? evidence.getSignature()
        : "performance/" + evidence.getPerformance().getMetric();
  }
}
