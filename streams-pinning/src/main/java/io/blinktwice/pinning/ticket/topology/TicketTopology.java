package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.pinning.ticket.store.MessageSerde;
import io.blinktwice.pinning.ticket.store.TicketStores;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.runtime.streams.PromptProcessor;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * What happens to pins meets in the ticket that it is about, with people's commands and collectors'
 * findings; the ticket, orders to pins and requests to collectors leave it.
 *
 * <p>What tickets tell each other, and themselves when there is more to do than one step should,
 * goes by the topic that pins come by: a ticket hears everything in one order.
 */
public final class TicketTopology {
  static final String BY_TICKET = "told-by-ticket";
  static final String DECIDE = "decide-tickets";
  static final String TO_TICKETS = "tell-tickets-each-other";
  private static final String REPARTITION = "-repartition";

  private final TopicSerdes serdes;
  private final String prefix;

  private TicketTopology(TopicSerdes serdes, String prefix) {
    this.serdes = serdes;
    this.prefix = prefix;
  }

  /** A topology to which others can be added. */
  public static Topology build(TopicSerdes serdes, String prefix) {
    TicketTopology building = new TicketTopology(serdes, prefix);
    StreamsBuilder builder = new StreamsBuilder();
    building.decide(builder);
    Topology topology = builder.build();
    building.sink(topology, Topics.TICKETS);
    building.sink(topology, Topics.PIN_COMMANDS);
    building.sink(topology, Topics.ENRICHMENT);
    topology.addSink(
        TO_TICKETS,
        BY_TICKET + REPARTITION,
        new StringSerializer(),
        MessageSerde.create().serializer(),
        DECIDE);
    return topology;
  }

  private KStream<String, SpecificRecord> toTickets(StreamsBuilder builder) {
    return read(builder, Topics.PIN_EVENTS)
        .process(
            PromptProcessor.supplier(
                () -> new PinNews(new NestedRecords(serdes, prefix)), TicketStores.ofPins()),
            Named.as("pin-news"))
        .repartition(
            Repartitioned.<String, SpecificRecord>as(BY_TICKET)
                .withKeySerde(Serdes.String())
                .withValueSerde(MessageSerde.create()))
        .merge(read(builder, Topics.TICKET_COMMANDS), Named.as("and-commands"))
        .merge(read(builder, Topics.ENRICHMENT), Named.as("and-findings"));
  }

  @SuppressWarnings("unchecked") // A record of the topic is a record.
  private KStream<String, SpecificRecord> read(StreamsBuilder builder, Topic<?> topic) {
    return builder.stream(
        topic.on(prefix),
        Consumed.with(Serdes.String(), (Serde<SpecificRecord>) serdes.of(topic))
            .withName("tickets-read-" + topic.name()));
  }

  private void decide(StreamsBuilder builder) {
    toTickets(builder)
        .process(
            PromptProcessor.supplier(
                () -> new TicketProcessor(new NestedRecords(serdes, prefix)),
                TicketStores.builders(serdes)),
            Named.as(DECIDE));
  }

  /** Others write some of these topics too, and no two nodes have one name. */
  static String sinkOf(Topic<?> topic) {
    return "tickets-tell-" + topic.name();
  }

  private <V extends SpecificRecord> void sink(Topology topology, Topic<V> topic) {
    topology.addSink(
        sinkOf(topic),
        topic.on(prefix),
        new StringSerializer(),
        serdes.of(topic).serializer(),
        DECIDE);
  }
}
