package io.blinktwice.pinning;

import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.KnownWorkload;
import io.blinktwice.pinning.store.RunBucket;
import io.blinktwice.pinning.ticket.effect.RunCollector;
import io.blinktwice.pinning.topology.PinningTopology;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What this role itself can say of a failure, wired. */
@Singleton
@Context
@Requires(property = "blinktwice.roles.pinning", value = "true")
public final class Collectors implements KeepsRunning, AutoCloseable {
  private final PinningRole role;
  private final RunCollector runs;

  public Collectors(KafkaConnection connection, PinningRole role) {
    this.role = role;
    this.runs = RunCollector.start(connection, this::local);
  }

  private Optional<WorkloadState> local(String fingerprint) throws RunCollector.NotNow {
    try {
      KnownWorkload known = this.<KnownWorkload>store(PinningTopology.STORE).get(fingerprint);
      return Optional.ofNullable(known)
          .map(found -> found.whole(this.<RunBucket>store(PinningTopology.RESTED)::get));
    } catch (InvalidStateStoreException e) {
      throw new RunCollector.NotNow(e);
    }
  }

  private <T> ReadOnlyKeyValueStore<String, T> store(String name) {
    return role.streams()
        .streams()
        .store(
            StoreQueryParameters.fromNameAndType(
                name, QueryableStoreTypes.<String, T>keyValueStore()));
  }

  @Override
  public List<LongRunning> parts() {
    return List.of(runs.view());
  }

  @Override
  @PreDestroy
  public void close() {
    runs.close();
  }
}
