package io.blinktwice.router.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as the table of clusters knows it.
 *
 * @param address host:port, once it is ready
 * @param incarnation tells a restarted server from the one before it under the same id
 * @param size its size class, where it has one
 * @param memoryBytes of its server; 0 where nobody said so
 */
public record Cluster(
    String id,
    EngineVersion version,
    Phase phase,
    @Nullable String address,
    String incarnation,
    @Nullable String size,
    long memoryBytes) {

  /** One of which no size is known. */
  public Cluster(
      String id, EngineVersion version, Phase phase, @Nullable String address, String incarnation) {
    this(id, version, phase, address, incarnation, null, 0);
  }

  /** How far a cluster is in its life, as far as sessions care. */
  public enum Phase {
    COMING,
    READY,
    DRAINING,
    GONE
  }

  /** One that was there once. */
  public static Cluster gone(String id, EngineVersion version) {
    return new Cluster(id, version, Phase.GONE, null, "");
  }

  /** Whether a session that lives there can go on living there. */
  public boolean serves() {
    return address != null && (phase == Phase.READY || phase == Phase.DRAINING);
  }

  /** Whether a new session may be placed there. */
  public boolean accepts(EngineVersion wanted) {
    return address != null && phase == Phase.READY && version.equals(wanted);
  }
}
