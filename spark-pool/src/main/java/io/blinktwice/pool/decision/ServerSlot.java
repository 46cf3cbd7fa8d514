package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;

/**
 * A place in the pool that is kept filled: when its server is lost, another one takes it.
 *
 * @param number tells the places of one version apart, from 1; the servers of a place share a
 *     folder
 */
public record ServerSlot(EngineVersion version, ServerSize size, int number) {
  /** What people call it. */
  public String name() {
    return number == 1 ? version.value() : version + "-" + number;
  }

  @Override
  public String toString() {
    return name() + " (" + size.name() + ")";
  }
}
