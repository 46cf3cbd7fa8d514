package io.blinktwice.pool.decision;

import java.nio.file.Path;

/**
 * A server that is to be.
 *
 * @param cluster what it is called
 * @param listen the address that it binds
 * @param port where it listens
 * @param reportsPort where the supervisor takes its reports
 * @param folder its own folder: whatever it writes is below
 */
public record ServerSpec(
    LaunchSpec launch,
    ServerSize size,
    String cluster,
    String listen,
    int port,
    int reportsPort,
    Path folder) {
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

  /** How its jobs share its cores. */
  public Path schedulingFile() {
    return folder.resolve("fairscheduler.xml");
  }
}
