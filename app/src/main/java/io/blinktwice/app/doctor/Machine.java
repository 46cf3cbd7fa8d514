package io.blinktwice.app.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is the case on this machine, for an installation that is to be started.
 *
 * @param availableMemory bytes that new processes can have
 * @param freeDisk bytes, the smaller of the installation's and the cache's file systems
 * @param engines how many Spark servers are to run
 * @param takenPorts each as people read it
 * @param wayOut what to type to use other ports, when some are taken
 * @param missingArtifacts what the cache does not hold yet
 */
public record Machine(
    Optional<Path> jdk25,
    Optional<Path> jdk17,
    long availableMemory,
    long freeDisk,
    int engines,
    List<String> takenPorts,
    String wayOut,
    List<String> missingArtifacts,
    Lock lock) {

  /** Who has the installation's folder. */
  public sealed interface Lock {
    record Free() implements Lock {}

    record HeldBy(OptionalLong pid) implements Lock {}

    /** The process that wrote the file has ended without removing it. */
    record Stale(long pid) implements Lock {}
  }
}
