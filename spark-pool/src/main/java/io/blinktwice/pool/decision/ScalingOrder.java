package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scaling decision wants of this pool.
 *
 * @param id of the decision; what has been carried out is not carried out again
 * @param size by name; the pool's ordinary one if absent
 * @param count how many clusters come or go
 * @param target clusters of that version and size afterwards; 0 where none is named
 * @param clusters the ones that go, by id
 */
public record ScalingOrder(
    String id,
    Action action,
    EngineVersion version,
    Optional<String> size,
    int count,
    int target,
    List<String> clusters) {
  public ScalingOrder {
    clusters = List.copyOf(clusters);
  }

  /** What is to be done. */
  public enum Action {
    /** More of them. */
    OUT,
    /** Fewer of them: drained first. */
    IN,
    /** Named ones go once as many of the named size are ready. */
    UP,
    /** Named ones go once as many of their own size, or of the named one, are ready. */
    REPLACE
  }

  /** A place of the pool as it is at this moment. */
  public record Place(
      ServerSlot slot, @Nullable String cluster, boolean draining, Optional<ServerLoad> load) {
    boolean is(EngineVersion version, ServerSize size) {
      return !draining && slot.version().equals(version) && slot.size().equals(size);
    }
  }
}
