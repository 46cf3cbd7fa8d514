package io.blinktwice.pinning.api;

import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.topology.PinningTopology;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** The state of a workload, read where it lies: in this instance's RocksDB, or not at all. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class OwnedState {
  private final PinningRole role;

  OwnedState(PinningRole role) {
    this.role = role;
  }

  /** Empty for a workload of which nothing was ever seen. */
  Optional<WorkloadState> of(Workload workload) {
    try {
      requireOwned(workload);
      return Optional.ofNullable(
          role.streams()
              .streams()
              .store(
                  StoreQueryParameters.fromNameAndType(
                      PinningTopology.STORE,
                      QueryableStoreTypes.<String, WorkloadState>keyValueStore()))
              .get(workload.fingerprint().value()));
    } catch (InvalidStateStoreException e) {
      throw moving();
    }
  }

  private void requireOwned(Workload workload) {
    KeyQueryMetadata found =
        role.streams()
            .streams()
            .queryMetadataForKey(
                PinningTopology.STORE, workload.fingerprint().value(), new StringSerializer());
    if (found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      throw moving();
    }
    HostInfo owner = found.activeHost();
    String ownerAddress = owner.host() + ":" + owner.port();
    if (!ownerAddress.equals(role.streams().settings().advertised())) {
      throw new OwnedElsewhere(ownerAddress);
    }
  }

  private static ProblemException moving() {
    return new ProblemException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "the workload's state is being moved or restored; ask again");
  }
}
