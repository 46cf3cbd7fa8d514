package io.blinktwice.runtime.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A cache of the artifacts of pinned POMs, one folder for each pin, fetched through Maven.
 *
 * <p>A folder is there whole or not at all: it is filled under another name, checked file by file
 * against the pin's checksums, then renamed. A lock on a file makes concurrent fetches of one name,
 * in this process and others, wait for each other; a folder that is there needs neither the lock
 * nor a network.
 */
public final class PinnedArtifacts {
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Maven maven;
  private final Path cache;

  /**
   * How to run Maven.
   *
   * @param globalSettings settings below the user's own
   */
  public record Maven(Path executable, Path globalSettings) {
    public Maven {
      executable = executable.toAbsolutePath();
      globalSettings = globalSettings.toAbsolutePath();
    }
  }

  public PinnedArtifacts(Maven maven, Path cache) {
    this.maven = maven;
    this.cache = cache.toAbsolutePath();
  }

  /** Where this user's cache is, by the environment variables given. */
  public static Path defaultCache(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("BLINKTWICE_CACHE", "");
    String desktop = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    return (desktop.isBlank() ? home.resolve(".cache") : Path.of(desktop)).resolve("blinktwice");
  }

  /** The folder with the artifacts, fetched first if need be. */
  public Path fetch(PinnedPom pinned, Progress progress) throws IOException {
    Path folder = cache.resolve(pinned.cacheKey());
    if (Files.isDirectory(folder)) {
      return checked(folder, pinned);
    }
    Files.createDirectories(cache);
    Path lockFile = cache.resolve(pinned.name() + ".lock");
    ReentrantLock withinProcess = LOCKS.computeIfAbsent(lockFile, any -> new ReentrantLock());
    withinProcess.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock acrossProcesses = lock(channel, pinned, progress)) {
      if (!acrossProcesses.isValid()) {
        throw new IllegalStateException("lost the lock on " + lockFile);
      }
      return Files.isDirectory(folder)
          ? checked(folder, pinned)
          : fetchInto(folder, pinned, progress);
    } finally {
      withinProcess.unlock();
    }
  }

  private static FileLock lock(FileChannel channel, PinnedPom pinned, Progress progress)
      throws IOException {
    FileLock atOnce = channel.tryLock();
    if (atOnce != null) {
      return atOnce;
    }
    progress.on(
        new Progress.Step(pinned.name(), 0, 0, 0, "waiting for another process that fetches it"));
    return channel.lock();
  }

  /** A cached folder is only ever damaged by hand, so names suffice: no hashing at each start. */
  private static Path checked(Path folder, PinnedPom pinned) throws IOException {
    Optional<String> difference = pinned.checksums().differenceInNames(folder);
    if (difference.isPresent()) {
      throw new ArtifactsUnavailable(
          "%s in the cache was changed: %s; delete the folder %s and run the same command again"
              .formatted(pinned.name(), difference.get(), folder));
    }
    return folder;
  }

  private Path fetchInto(Path folder, PinnedPom pinned, Progress progress) throws IOException {
    removeLeftovers(pinned);
    Checksums checksums = pinned.checksums();
    Path staging = Files.createTempDirectory(cache, pinned.cacheKey() + ".fetching-");
    try {
      MavenFetch fetch = new MavenFetch(maven, pinned, checksums.byFile().keySet(), progress);
      if (!fetch.into(staging)) {
        throw notFetched(pinned, fetch.errors());
      }
      verify(staging, pinned, checksums);
      int files = checksums.byFile().size();
      progress.on(new Progress.Step(pinned.name(), files, files, sizeOf(staging), "verified"));
      return Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      remove(staging);
    }
  }

  private static ArtifactsUnavailable notFetched(PinnedPom pinned, List<String> errors) {
    String way =
        MavenOutput.saysNetwork(errors)
            ? "with a network, run the same command again"
            : "correct what Maven says, then run the same command again";
    return new ArtifactsUnavailable(
        "%s could not be fetched; %s (Maven: %s)"
            .formatted(pinned.name(), way, MavenOutput.mostTelling(errors)));
  }

  private static void verify(Path staging, PinnedPom pinned, Checksums checksums)
      throws IOException {
    Optional<String> names = checksums.differenceInNames(staging);
    if (names.isPresent()) {
      throw new ArtifactsUnavailable(
          "%s was fetched and thrown away: %s; if its pom.xml was changed on purpose, renew %s"
              .formatted(pinned.name(), names.get(), checksums.source()));
    }
    Optional<String> bytes = checksums.differenceInBytes(staging);
    if (bytes.isPresent()) {
      throw new ArtifactsUnavailable(
          ("%s was fetched and thrown away: %s; delete that file from the local Maven repository"
                  + " and run the same command again, and if it comes back, do not trust its source")
              .formatted(pinned.name(), bytes.get()));
    }
  }

  /** What an interrupted fetch left: nobody else fetches this name while we hold its lock. */
  private void removeLeftovers(PinnedPom pinned) throws IOException {
    Pattern leftover =
        Pattern.compile(Pattern.quote(pinned.name()) + "-[0-9a-f]{16}\\.fetching-.*");
    try (Stream<Path> entries = Files.list(cache)) {
      for (Path entry :
          entries.filter(e -> leftover.matcher(e.getFileName().toString()).matches()).toList()) {
        remove(entry);
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> deepestFirst = Files.walk(folder).sorted(Comparator.reverseOrder())) {
      for (Path path : deepestFirst.toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static long sizeOf(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
