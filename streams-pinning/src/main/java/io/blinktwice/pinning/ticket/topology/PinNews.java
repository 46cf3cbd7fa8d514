package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.decision.TicketObservation;
import io.blinktwice.pinning.ticket.decision.TicketState;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends what happens to a pin to the ticket of the failure that it came from. */
final class PinNews implements Processor<String, SpecificRecord, String, SpecificRecord> {
  private final TopicSerdes serdes;
  private @Nullable ProcessorContext<String, SpecificRecord> context;

  PinNews(TopicSerdes serdes) {
    this.serdes = serdes;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
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
    TicketObservation said = said(event, failure);
    if (said != null) {
      TicketId ticket = TicketId.of(failure.release(), failure.signature());
      Objects.requireNonNull(context)
          .forward(seen.withKey(ticket.value()).withValue(Messages.of(said, framed(said, event))));
    }
  }

  /** The whole of it where it tells why; its end says nothing new. */
  private @Nullable ByteBuffer framed(TicketObservation said, PinEvent event) {
    return said instanceof TicketObservation.Pinned
        ? ByteBuffer.wrap(serdes.of(Topics.PIN_EVENTS).serializer().serialize("", event))
        : null;
  }

  private static @Nullable TicketObservation said(PinEvent event, TicketState.Failure failure) {
    Pin pin = event.getPin();
    return switch (event.getKind()) {
      case CREATED ->
          new TicketObservation.Pinned(
              failure,
              new TicketObservation.Workload(
                  pin.getFingerprint(), pin.getWorkspace(), pin.getWorkload()),
              pin.getPinId(),
              pin.getCreatedAt());
      case RELEASED, REPLACED ->
          new TicketObservation.PinEnded(pin.getFingerprint(), pin.getPinId());
      case PROBED, EXTENDED, HALF_OPENED, UNKNOWN -> null;
    };
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
