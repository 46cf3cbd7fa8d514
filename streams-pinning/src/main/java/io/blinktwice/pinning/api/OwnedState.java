package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.store.KnownWorkload;
import io.blinktwice.pinning.store.RunBucket;
import io.blinktwice.pinning.topology.PinningTopology;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.query.KeyedState;
import io.blinktwice.runtime.query.Peers;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of a workload, whichever instance has it. Empty: nothing was ever seen of it. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class OwnedState {
  private final KeyedState<WorkloadState> states;
  private final KeyedState<EarlierVerdict> verdicts;
  private final KeyedState<PerformanceRecord> figures;
  private final KeyedState<SizeRecord> sizes;
  private final PinningRole role;
  private final InstantSource clock = InstantSource.system();

  OwnedState(PinningRole role, Peers peers) {
    this.role = role;
    this.states = new KeyedState<>(role.streams(), PinningTopology.STORE, peers, OwnedState::whole);
    this.verdicts =
        new KeyedState<>(
            role.streams(),
            PinningTopology.STORE,
            peers,
            (stores, key) -> new EarlierVerdict.NotYet());
    this.figures = new KeyedState<>(role.streams(), PinningTopology.PERFORMANCE, peers);
    this.sizes = new KeyedState<>(role.streams(), PinningTopology.SIZES, peers);
  }

  private static @Nullable WorkloadState whole(KeyedState.Stores stores, String key) {
    KnownWorkload known = stores.get(PinningTopology.STORE, key);
    return known == null ? null : known.whole(slot -> stores.get(PinningTopology.RESTED, slot));
  }

  /** As its owner has it, or a standby that says how old it may be. */
  Optional<WorkloadState> of(Workload workload) {
    return states.read(workload.fingerprint().value());
  }

  /**
   * The same with no more runs than are under way, and this one; whoever asks often needs no more.
   */
  Optional<WorkloadState> of(Workload workload, RunId run) {
    return states.read(
        workload.fingerprint().value(),
        (stores, key) -> {
          KnownWorkload known = stores.get(PinningTopology.STORE, key);
          return known == null
              ? null
              : known.with(run, slot -> stores.get(PinningTopology.RESTED, slot));
        });
  }

  /** What its owner knows of a verdict that is not among the latest. */
  EarlierVerdict verdictOn(Fingerprint workload, WorkspaceId workspace, Attempt attempt) {
    return verdicts
        .read(
            workload.value(),
            (stores, key) -> {
              KnownWorkload known = stores.get(PinningTopology.STORE, key);
              if (known == null || !known.state().workload().workspace().equals(workspace)) {
                return null;
              }
              Instant now = clock.instant();
              Function<String, @Nullable RunBucket> places =
                  slot -> stores.get(PinningTopology.RESTED, slot);
              return EarlierVerdict.of(
                  known.with(attempt.run(), places),
                  attempt,
                  known.hasLeft(attempt.run(), places, now),
                  new EarlierVerdict.Moment(now, role.under().policy().waits().classifiedWithin()));
            })
        .orElseGet(EarlierVerdict.NotYet::new);
  }

  /** The same for a workload that a path names. */
  Optional<WorkloadState> named(WorkspaceId workspace, String said) {
    return states
        .read(Addressed.fingerprint(workspace, said).value())
        .filter(state -> state.workload().workspace().equals(workspace));
  }

  /** What is known of the sizes that a workload had and should get. */
  SizeRecord sizesOf(Workload workload) {
    return sizes.read(workload.fingerprint().value()).orElse(SizeRecord.NONE);
  }

  /** What is known of a workload's figures. */
  PerformanceRecord figuresOf(Workload workload) {
    return figures.read(workload.fingerprint().value()).orElse(PerformanceRecord.NONE);
  }

  /**
   * As its owner has it, for an order that depends on it; of one that was never seen, what its name
   * says.
   */
  WorkloadState toOrderAbout(WorkspaceId workspace, String said) {
    Optional<WorkloadState> known =
        states
            .readAtOwner(Addressed.fingerprint(workspace, said).value())
            .filter(state -> state.workload().workspace().equals(workspace));
    if (known.isEmpty() && Addressed.isFingerprint(said)) {
      throw unseen(said);
    }
    return known.orElseGet(
        () -> WorkloadState.unknown(Workload.named(workspace, new WorkloadId(said))));
  }

  static ProblemException unseen(String workload) {
    return new ProblemException(
        HttpStatus.NOT_FOUND, "nothing was ever seen of workload " + workload);
  }
}
