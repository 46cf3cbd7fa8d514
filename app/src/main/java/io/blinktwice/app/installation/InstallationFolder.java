package io.blinktwice.app.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that one installation keeps: what is in it survives a restart, nothing else does. */
public record InstallationFolder(Path root) {
  public InstallationFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** What must not be lost: topics and schemas. */
  public Path data() {
    return root.resolve("data");
  }

  /** What can be rebuilt from topics. */
  public Path state() {
    return root.resolve("state");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** What is of use only while it runs. */
  public Path run() {
    return root.resolve("run");
  }

  /** Says which layout this folder has. */
  Path formatFile() {
    return root.resolve("format");
  }

  /** What the pool hands to the gateway, so that nobody else uses its servers. */
  public Path poolSecret() {
    return run().resolve("pool-secret");
  }

  /** Who may use the HTTP API; without it, nobody signs in. */
  public Path keys() {
    return root.resolve("keys.json");
  }

  /** The key that our own processes use among themselves; there where people sign in. */
  public Path internalKey() {
    return run().resolve("internal-key");
  }

  /** What our own callers send as {@code Authorization}; empty where nobody signs in. */
  public Optional<String> authorization() throws IOException {
    return Files.exists(internalKey())
        ? Optional.of("Bearer " + Files.readString(internalKey()).strip())
        : Optional.empty();
  }

  public Path lockFile() {
    return run().resolve("up.lock");
  }

  void create() throws IOException {
    for (Path folder : new Path[] {data(), state(), logs(), run()}) {
      Files.createDirectories(folder);
    }
  }

  public void delete() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> deepestFirst = Files.walk(root).sorted(Comparator.reverseOrder())) {
      for (Path path : deepestFirst.toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
