package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketCommand;
import io.blinktwice.pinning.ticket.decision.TicketChange;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.decision.TicketObservation;
import io.blinktwice.pinning.ticket.decision.TicketOutcome;
import io.blinktwice.pinning.ticket.decision.TicketState;
import io.blinktwice.pinning.ticket.decision.Tickets;
import io.blinktwice.pinning.ticket.store.StoredMembers;
import io.blinktwice.pinning.ticket.store.TicketStores;
import io.blinktwice.pinning.ticket.store.avro.StoredTicketMessage;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Decode, decide, remember, tell: for tickets. */
final class TicketProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {
  private static final String SOURCE = "blinktwice/pinning/tickets";

  private final NestedRecords nested;
  private @Nullable ProcessorContext<String, SpecificRecord> context;
  private TicketStores.@Nullable Opened stores;

  TicketProcessor(NestedRecords nested) {
    this.nested = nested;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.stores =
        new TicketStores.Opened(
            context.getStateStore(TicketStores.TICKETS),
            context.getStateStore(TicketStores.MEMBERS),
            context.getStateStore(TicketStores.WORKSPACES),
            context.getStateStore(TicketStores.ATTACHMENTS));
  }

  private TicketStores.Opened stores() {
    return Objects.requireNonNull(stores, "not initialised");
  }

  @Override
  public void process(Record<String, SpecificRecord> seen) {
    if (seen.key() == null || seen.key().isBlank() || seen.value() == null) {
      throw new UnusableRecord("the record has no key or no value");
    }
    Heard heard = heard(seen.value());
    if (heard == null) {
      return; // A request to collectors, which this role has made itself.
    }
    Ticket known = stores().tickets().get(seen.key());
    Instant at = Instant.ofEpochMilli(seen.timestamp());
    TicketOutcome outcome =
        Tickets.decide(
            new TicketId(seen.key()),
            known == null ? null : KnownTickets.state(known),
            heard.said(),
            new StoredMembers(seen.key(), stores().members(), stores().workspaces()),
            at);
    new Telling(seen, known, heard, outcome, at).tell();
  }

  /**
   * What a record says.
   *
   * @param about the record of a topic behind it, if it goes on to another ticket
   */
  private record Heard(
      TicketObservation said,
      @Nullable Pin pin,
      @Nullable Enrichment found,
      @Nullable ByteBuffer about) {}

  private @Nullable Heard heard(SpecificRecord value) {
    try {
      return switch (value) {
        case StoredTicketMessage told -> heard(told);
        case TicketCommand command ->
            new Heard(new TicketObservation.Ordered(TicketOrders.of(command)), null, null, null);
        case Enrichment found when found.getResult() == null -> null;
        case Enrichment found -> heard(Findings.bounded(found));
        default -> throw new UnusableRecord("unexpected " + value.getSchema().getFullName());
      };
    } catch (InvalidIdentifier e) {
      throw new UnusableRecord(String.valueOf(e.getMessage()), e);
    }
  }

  private Heard heard(Enrichment found) {
    return new Heard(Findings.said(found), null, found, nested.bytes(Topics.ENRICHMENT, found));
  }

  private Heard heard(StoredTicketMessage told) {
    ByteBuffer about = told.getAbout();
    TicketObservation said = Messages.said(told);
    if (about == null) {
      return new Heard(said, null, null, null);
    }
    byte[] bytes = new byte[about.remaining()];
    about.duplicate().get(bytes);
    return said instanceof TicketObservation.Found
        ? new Heard(said, null, nested.value(Topics.ENRICHMENT, bytes), about)
        : new Heard(said, nested.value(Topics.PIN_EVENTS, bytes).getPin(), null, about);
  }

  /** One outcome, remembered and told. */
  private final class Telling {
    private final Record<String, SpecificRecord> cause;
    private final @Nullable Ticket known;
    private final Heard heard;
    private final TicketOutcome outcome;
    private final Instant at;
    private int sent;

    Telling(
        Record<String, SpecificRecord> cause,
        @Nullable Ticket known,
        Heard heard,
        TicketOutcome outcome,
        Instant at) {
      this.cause = cause;
      this.known = known;
      this.heard = heard;
      this.outcome = outcome;
      this.at = at;
    }

    void tell() {
      TicketState next = outcome.next();
      if (next != null && outcome.changed()) {
        Ticket ticket =
            Findings.withTeams(TicketRecords.ticket(known, next, heard.pin(), at), heard.found());
        stores().tickets().put(cause.key(), ticket);
        forward(cause.key(), Topics.TICKETS, ticket, TicketNews.id(ticket, outcome.news()));
        attach(ticket);
      }
      outcome.changes().forEach(this::apply);
    }

    private void attach(Ticket ticket) {
      Enrichment found = heard.found();
      if (found != null) {
        stores()
            .attachments()
            .put(TicketStores.key(ticket.getTicketId(), found.getEnrichmentId()), found);
        Findings.forgotten(known, ticket)
            .forEach(
                id -> stores().attachments().delete(TicketStores.key(ticket.getTicketId(), id)));
      }
    }

    private void apply(TicketChange change) {
      switch (change) {
        case TicketChange.MemberKept(var member) ->
            stores().members().put(TicketStores.key(cause.key(), member.fingerprint()), member);
        case TicketChange.MemberDropped(String fingerprint) ->
            stores().members().delete(TicketStores.key(cause.key(), fingerprint));
        case TicketChange.WorkspaceCounted(String workspace, int count) ->
            counted(TicketStores.key(cause.key(), workspace), count);
        case TicketChange.ReleaseOrdered order -> {
          PinCommand command = Tellings.release(cause.key(), order, at);
          forward(command.getFingerprint(), Topics.PIN_COMMANDS, command, command.getCommandId());
        }
        case TicketChange.EnrichmentAsked asked -> {
          if (heard.pin() != null) {
            Enrichment request = Tellings.request(cause.key(), heard.pin(), at);
            forward(cause.key(), Topics.ENRICHMENT, request, request.getEnrichmentId());
          }
        }
        case TicketChange.Sent(TicketId to, TicketObservation message) -> send(to, message);
      }
    }

    private void counted(String key, int count) {
      if (count == 0) {
        stores().workspaces().delete(key);
      } else {
        stores().workspaces().put(key, count);
      }
    }

    private void send(TicketId to, TicketObservation message) {
      StoredTicketMessage told = Messages.of(message, about(message));
      Headers headers = stamped(cause.key() + "/" + sent++, StoredTicketMessage.class);
      Objects.requireNonNull(context)
          .forward(
              new Record<String, SpecificRecord>(to.value(), told, cause.timestamp(), headers),
              TicketTopology.TO_TICKETS);
    }

    /** What goes on takes with it what came; who is split off takes what the ticket knows. */
    private @Nullable ByteBuffer about(TicketObservation message) {
      if (message.getClass() == heard.said().getClass()) {
        return heard.about();
      }
      boolean leaves =
          message instanceof TicketObservation.MemberArrived arrived
              && arrived.failure().splitFrom() != null;
      PinEvent event = leaves && known != null ? SplitPins.of(known, message) : null;
      return event == null ? null : nested.bytes(Topics.PIN_EVENTS, event);
    }

    private <V extends SpecificRecord> void forward(
        String key, Topic<V> topic, V value, String id) {
      Headers headers = stamped(id, topic.value());
      Objects.requireNonNull(context)
          .forward(
              new Record<String, SpecificRecord>(key, value, cause.timestamp(), headers),
              TicketTopology.sinkOf(topic));
    }

    private Headers stamped(String id, Class<? extends SpecificRecord> type) {
      Headers headers = new RecordHeaders(cause.headers());
      CloudEvents.stamp(headers, id, SOURCE, type, at);
      return headers;
    }
  }
}
