package io.blinktwice.runtime.query;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a stream client that somebody has read from. Finding one takes longer than reading
 * from it; found once, it looks for itself which of the client's tasks have its partition now.
 */
final class OpenStores {
  private final KafkaStreams streams;
  private final Map<Place, ReadOnlyKeyValueStore<String, ?>> found = new ConcurrentHashMap<>();

  private record Place(String store, int partition, boolean stale) {}

  OpenStores(KafkaStreams streams) {
    this.streams = streams;
  }

  KafkaStreams streams() {
    return streams;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As {@link KeyedState.Stores}.
  <T> @Nullable T get(String store, int partition, boolean stale, String key) {
    Place place = new Place(store, partition, stale);
    try {
      return (T) found.computeIfAbsent(place, this::find).get(key);
    } catch (InvalidStateStoreException e) {
      found.remove(place);
      throw e;
    }
  }

  private ReadOnlyKeyValueStore<String, ?> find(Place place) {
    StoreQueryParameters<ReadOnlyKeyValueStore<String, Object>> where =
        StoreQueryParameters.fromNameAndType(
                place.store, QueryableStoreTypes.<String, Object>keyValueStore())
            .withPartition(place.partition);
    return streams.store(place.stale ? where.enableStaleStores() : where);
  }
}
