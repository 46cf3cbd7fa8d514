package io.blinktwice.pinning.ticket.store;

import io.blinktwice.events.Enrichment;
import io.blinktwice.events.Ticket;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.schemas.Topics;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of tickets by name. A ticket itself is kept as it is published, in the topic's own
 * format: store and topic cannot tell different things. Its members have an entry each.
 */
public final class TicketStores {
  public static final String TICKETS = "tickets-by-id";
  public static final String MEMBERS = "members-by-ticket";
  public static final String WORKSPACES = "workspaces-by-ticket";
  public static final String ATTACHMENTS = "attachments-by-ticket";

  /** Where workloads are, not tickets: which ticket has heard of a workload's pin. */
  public static final String HEARD = "tickets-by-pinned-workload";

  /** Sorts before everything that an id may contain, so that a ticket's keys are neighbours. */
  private static final char BETWEEN = '\u0000';

  private TicketStores() {}

  public static Set<StoreBuilder<?>> builders(TopicSerdes serdes) {
    return Set.of(
        store(TICKETS, serdes.of(Topics.TICKETS)),
        store(MEMBERS, MemberSerde.create()),
        store(WORKSPACES, Serdes.Integer()),
        store(ATTACHMENTS, serdes.of(Topics.ENRICHMENT)));
  }

  public static Set<StoreBuilder<?>> ofPins() {
    return Set.of(store(HEARD, Serdes.String()));
  }

  private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), values);
  }

  /** The stores of one task, opened. */
  public record Opened(
      KeyValueStore<String, Ticket> tickets,
      KeyValueStore<String, Member> members,
      KeyValueStore<String, Integer> workspaces,
      KeyValueStore<String, Enrichment> attachments) {}

  public static String key(String ticket, String part) {
    return ticket + BETWEEN + part;
  }

  /** The key that comes right after, in the order of keys. */
  public static String after(String key) {
    return key + BETWEEN;
  }

  /** The first key that is not one of this ticket's any more. */
  public static String end(String ticket) {
    return ticket + (char) (BETWEEN + 1);
  }
}
