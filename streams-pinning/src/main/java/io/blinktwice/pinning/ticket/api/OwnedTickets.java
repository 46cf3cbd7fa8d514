package io.blinktwice.pinning.ticket.api;

import io.blinktwice.events.Enrichment;
import io.blinktwice.events.Ticket;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.Members;
import io.blinktwice.pinning.ticket.store.StoredMembers;
import io.blinktwice.pinning.ticket.store.TicketStores;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.query.KeyedState;
import io.blinktwice.runtime.query.Peers;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What only the owner of a ticket has: its members and attachments, which lie beside it. Another
 * instance's answer ends the request.
 */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class OwnedTickets {
  private final PinningRole role;
  private final KeyedState<Ticket> tickets;

  OwnedTickets(PinningRole role, Peers peers) {
    this.role = role;
    this.tickets = new KeyedState<>(role.streams(), TicketStores.TICKETS, peers);
  }

  /** Empty for an unknown ticket. */
  Optional<Members> members(String ticket) {
    return tickets
        .readAtOwner(ticket)
        .map(
            known ->
                new StoredMembers(
                    ticket,
                    this.<Member>store(TicketStores.MEMBERS),
                    this.<Integer>store(TicketStores.WORKSPACES)));
  }

  /** Empty for an unknown ticket, or one that has no such attachment. */
  Optional<Enrichment> attachment(String ticket, String id) {
    return tickets
        .readAtOwner(ticket)
        .map(
            known ->
                this.<Enrichment>store(TicketStores.ATTACHMENTS).get(TicketStores.key(ticket, id)));
  }

  private <V> ReadOnlyKeyValueStore<String, V> store(String name) {
    try {
      return role.streams()
          .streams()
          .store(
              StoreQueryParameters.fromNameAndType(
                  name, QueryableStoreTypes.<String, V>keyValueStore()));
    } catch (InvalidStateStoreException e) {
      throw ProblemException.unavailable(
          "the ticket is being moved or restored; ask again", Duration.ofSeconds(1));
    }
  }
}
