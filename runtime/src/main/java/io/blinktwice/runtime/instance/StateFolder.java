package io.blinktwice.runtime.instance;

import io.blinktwice.runtime.process.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of this process's local state, held for as long as the process uses it.
 *
 * <p>Two processes in one folder would tear each other's stores; Kafka Streams notices only those
 * of the same role, and says so in a stack trace.
 */
public final class StateFolder implements AutoCloseable {
  private static final String LOCK = "instance.lock";

  /** As much as a store writes before it holds a single record. */
  private static final int TRIAL_BYTES = 256 << 10;

  private final Path root;
  private final ProcessLock lock;

  /** It cannot be used; the message is a sentence for people and a way on. */
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  private StateFolder(Path root, ProcessLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Makes the folder where there is none. */
  public static StateFolder take(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    Optional<ProcessLock> lock;
    try {
      Files.createDirectories(root);
      lock = ProcessLock.tryTake(root.resolve(LOCK));
      if (lock.isEmpty()) {
        throw new Unusable(
            "the state directory %s is in use by process %s; stop that one, or give this one a folder of its own with --state (and a name with blinktwice.instance)"
                .formatted(root, ProcessLock.holderOf(root.resolve(LOCK))));
      }
    } catch (IOException e) {
      throw unwritable(root, wordsFor(e));
    }
    trouble(root)
        .ifPresent(
            why -> {
              release(lock.get());
              throw unwritable(root, why);
            });
    return new StateFolder(root, lock.get());
  }

  public Path root() {
    return root;
  }

  private static Unusable unwritable(Path root, String why) {
    return new Unusable(
        "the state directory %s cannot be written: %s; free the disk or correct its rights, or take another folder with --state"
            .formatted(root, why));
  }

  /** Why nothing can be written there now; it is tried. */
  public static Optional<String> trouble(Path folder) {
    try {
      Path trial = Files.createTempFile(folder, "trial", ".tmp");
      try {
        Files.write(trial, new byte[TRIAL_BYTES]);
      } finally {
        Files.deleteIfExists(trial);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(wordsFor(e));
    }
  }

  private static String wordsFor(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "no right to write there";
      case FileAlreadyExistsException _ -> "it is a file";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static void release(ProcessLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory could not be given back", e);
    }
  }

  @Override
  public void close() {
    release(lock);
  }
}
