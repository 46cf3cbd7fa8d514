package io.blinktwice.app.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges a machine: for each requirement whether it is met, and if not, what to do. */
public final class Doctor {
  private static final long GIB = 1L << 30;

  /** Kafka, registry, control plane, pool and launcher took 1.3 GiB together when measured. */
  private static final long MEMORY_WITHOUT_ENGINES = 2 * GIB;

  /** Heap of 1 GB, which is seldom full, and what a JVM takes beside it. */
  private static final long MEMORY_PER_ENGINE = GIB * 5 / 4;

  /** Two engines' jars, the registry, the local Maven repository's copies, logs and topics. */
  private static final long DISK = 3 * GIB;

  private Doctor() {}

  /** All findings, in the order in which a person would cure them. */
  public static List<Finding> judge(Machine machine) {
    List<Finding> findings = new ArrayList<>(essentials(machine));
    findings.add(lock(machine.lock()));
    findings.add(ports(machine));
    findings.add(artifacts(machine.missingArtifacts()));
    return List.copyOf(findings);
  }

  /** Those that no waiting cures: {@code up} checks them before it starts anything. */
  public static List<Finding> essentials(Machine machine) {
    return List.of(
        jdk(25, "the program", machine.jdk25()),
        jdk(17, "the Spark servers", machine.jdk17()),
        memory(machine),
        disk(machine.freeDisk()));
  }

  private static Finding jdk(int feature, String user, Optional<Path> home) {
    String subject = "JDK " + feature;
    return home.map(path -> Finding.ok(subject, path.toString()))
        .orElseGet(
            () ->
                Finding.problem(
                    subject,
                    "none was found, and %s need%s one"
                        .formatted(user, user.endsWith("s") ? "" : "s"),
                    "install one, or say where it is: export BLINKTWICE_JDK_%d=/path/to/jdk"
                        .formatted(feature)));
  }

  private static Finding memory(Machine machine) {
    if (machine.lock() instanceof Machine.Lock.HeldBy) {
      return Finding.ok("memory", "not judged: this installation is running");
    }
    long needed = MEMORY_WITHOUT_ENGINES + machine.engines() * MEMORY_PER_ENGINE;
    String amounts =
        "%s free, %d engine%s need %s"
            .formatted(
                gibibytes(machine.availableMemory()),
                machine.engines(),
                machine.engines() == 1 ? "" : "s",
                gibibytes(needed));
    return machine.availableMemory() >= needed
        ? Finding.ok("memory", amounts)
        : Finding.problem(
            "memory", amounts, "end other programs, or run fewer engines: 'up --engines 3.5.7'");
  }

  private static Finding disk(long free) {
    String amounts = "%s free, %s needed".formatted(gibibytes(free), gibibytes(DISK));
    return free >= DISK
        ? Finding.ok("disk", amounts)
        : Finding.problem(
            "disk",
            amounts,
            "free some, or use another disk: 'up --dir FOLDER', and export BLINKTWICE_CACHE=FOLDER");
  }

  private static Finding lock(Machine.Lock lock) {
    return switch (lock) {
      case Machine.Lock.Free free -> Finding.ok("folder", "not in use");
      case Machine.Lock.HeldBy holder ->
          Finding.ok(
              "folder",
              holder.pid().isPresent()
                  ? "in use by process %d, which runs this installation"
                      .formatted(holder.pid().getAsLong())
                  : "in use: this installation is running");
      case Machine.Lock.Stale stale ->
          Finding.ok(
              "folder",
              "not in use; process %d ended without a word, the next 'up' goes on"
                  .formatted(stale.pid()));
    };
  }

  private static Finding ports(Machine machine) {
    List<String> taken = machine.takenPorts();
    if (taken.isEmpty()) {
      return Finding.ok("ports", "all free");
    }
    String listed = String.join(", ", taken);
    return machine.lock() instanceof Machine.Lock.HeldBy
        ? Finding.ok("ports", listed + ": in use by this installation")
        : Finding.problem(
            "ports",
            listed + ": in use by another program",
            "end it, or move all ports: " + machine.wayOut());
  }

  private static Finding artifacts(List<String> missing) {
    return missing.isEmpty()
        ? Finding.ok("artifacts", "all in the cache; no network is needed")
        : Finding.ok(
            "artifacts",
            "the first 'up' fetches %s; a network is needed once"
                .formatted(String.join(", ", missing)));
  }

  private static String gibibytes(long bytes) {
    return "%.1f GiB".formatted((double) bytes / GIB);
  }
}
