package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * One server process, from its request to its end.
 *
 * @param size absent for one of a former life whose size is not known any more
 * @param decision the scaling decision that asked for it
 */
public record Cluster(
    String id, EngineVersion version, @Nullable ServerSize size, @Nullable String decision) {

  /** The pool that it belongs to: the first part of its id. */
  public String pool() {
    int end = id.indexOf('/');
    return end < 0 ? id : id.substring(0, end);
  }

  /** The same, for a step that another decision asked for. */
  public Cluster by(@Nullable String other) {
    return other == null ? this : new Cluster(id, version, size, other);
  }
}
