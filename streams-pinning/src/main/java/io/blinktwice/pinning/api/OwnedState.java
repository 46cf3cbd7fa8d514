package io.blinktwice.pinning.api;

import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.topology.PinningTopology;
import io.blinktwice.runtime.query.KeyedState;
import io.blinktwice.runtime.query.Peers;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The state of a workload, whichever instance has it. Empty: nothing was ever seen of it. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class OwnedState {
  private final KeyedState<WorkloadState> states;

  OwnedState(PinningRole role, Peers peers) {
    this.states = new KeyedState<>(role.streams(), PinningTopology.STORE, peers);
  }

  /** As its owner has it, or a standby that says how old it may be. */
  Optional<WorkloadState> of(Workload workload) {
    return states.read(workload.fingerprint().value());
  }

  /** As its owner has it, for an order that depends on it. */
  Optional<WorkloadState> toOrderAbout(Workload workload) {
    return states.readAtOwner(workload.fingerprint().value());
  }
}
