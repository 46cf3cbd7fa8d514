package io.blinktwice.bench.hop;

import io.blinktwice.runtime.streams.PromptProcessor;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The least that a stream can do; what our topologies cost is measured against these. */
public final class FloorTopologies {
  private static final String STORE = "last-value-by-key";

  private FloorTopologies() {}

  /** From topic to topic, nothing in between. */
  public static Topology passThrough(String from, String to) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(from, consumed())
        .process(PromptProcessor.supplier(Pass::new, Set.of()), Named.as("pass"))
        .to(to, produced());
    return builder.build();
  }

  /** One read and one write of a RocksDB store for each event. */
  public static Topology oneStore(String from, String to) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()));
    builder.stream(from, consumed())
        .process(PromptProcessor.supplier(Remember::new, Set.of()), Named.as("remember"), STORE)
        .to(to, produced());
    return builder.build();
  }

  private static Consumed<String, byte[]> consumed() {
    return Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("read");
  }

  private static Produced<String, byte[]> produced() {
    return Produced.with(Serdes.String(), Serdes.ByteArray()).withName("write");
  }

  private static final class Pass extends ContextualProcessor<String, byte[], String, byte[]> {
    @Override
    public void process(Record<String, byte[]> event) {
      context().forward(event);
    }
  }

  private static final class Remember extends ContextualProcessor<String, byte[], String, byte[]> {
    @Override
    public void process(Record<String, byte[]> event) {
      KeyValueStore<String, byte[]> store = context().getStateStore(STORE);
      byte[] before = store.get(event.key());
      store.put(event.key(), event.value());
      context().forward(event.withHeaders(event.headers().add("known", known(before))));
    }

    /** So that the read is of use, and nothing may leave it out. */
    private static byte[] known(byte[] before) {
      return new byte[] {(byte) (before == null ? 0 : 1)};
    }
  }
}
