package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import java.nio.file.Path;

/**
 * A server that is to be.
 *
 * @param port where it listens
 * @param folder its own folder: whatever it writes is below
 */
public record ServerSpec(EngineVersion version, ServerSize size, int port, Path folder) {
  public Path warehouse() {
    return folder.resolve("warehouse");
  }

  /** Shuffle and spill files. */
  public Path local() {
    return folder.resolve("local");
  }

  public Path temporary() {
    return folder.resolve("tmp");
  }
}
