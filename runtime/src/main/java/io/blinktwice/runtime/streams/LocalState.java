package io.blinktwice.runtime.streams;

import io.blinktwice.runtime.instance.StateFolder;
import io.blinktwice.runtime.streams.StreamsSettings.Guarantee;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of one role on this machine's disk: a copy of its changelogs, which can be thrown away
 * and restored at the cost of time.
 *
 * @param root folder of all roles of this process
 * @param applicationId names the role's own folder in it
 */
record LocalState(Path root, String applicationId) {
  private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);
  private static final int DEEPEST_CAUSE = 20;

  /** How Kafka Streams names the folder of a task. */
  private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

  private static final String PROCESS_FILE = "kafka-streams-process-metadata";
  private static final Pattern PROCESS = Pattern.compile("\"processId\"\\s*:\\s*\"([^\"]+)\"");

  /** What operating systems say of a disk that does not take more; a person or time cures it. */
  private static final List<String> DISK_WORDS =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "Read-only file system",
          "Permission denied",
          "File too large");

  /** What keeps the disk from taking the state, in a sentence; nothing when it is not the disk. */
  Optional<String> diskTrouble(Throwable failure) {
    return words(failure)
        .or(
            () ->
                isDamage(failure) && Files.exists(root)
                    ? StateFolder.trouble(root)
                    : Optional.empty())
        .map(why -> "the state directory %s cannot be written: %s".formatted(root, why));
  }

  private static Optional<String> words(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      String message = String.valueOf(cause.getMessage());
      for (String words : DISK_WORDS) {
        if (message.contains(words)) {
          return Optional.of(words);
        }
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** Whether there is a folder; a role without stores never has one. */
  boolean isThere() {
    return Files.isDirectory(folder());
  }

  /** Whether what is on disk cannot be used. */
  static boolean isDamage(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof ProcessorStateException || cause instanceof TaskCorruptedException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /**
   * Begins a use of the stores: under exactly-once those that were not closed in order are of no
   * use. Kafka Streams would find that out of each one by itself, twice, by opening it in vain,
   * while everybody waits. The id of the process stays: it fences what was begun before.
   *
   * @return whether stores of an earlier use were lost
   */
  boolean open(Guarantee guarantee) {
    try {
      boolean closedInOrder = Files.deleteIfExists(closed());
      if (guarantee == Guarantee.EXACTLY_ONCE && !closedInOrder && isThere()) {
        List<Path> unfinished = tasks();
        for (Path task : unfinished) {
          delete(task);
        }
        return !unfinished.isEmpty();
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("unfinished state cannot be deleted: " + e.getMessage(), e);
    }
  }

  private List<Path> tasks() throws IOException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(each -> TASK.matcher(each.getFileName().toString()).matches()).toList();
    }
  }

  /** Under which id the process wrote that used this folder before; Kafka Streams keeps it here. */
  Optional<String> process() {
    try {
      Matcher found = PROCESS.matcher(Files.readString(folder().resolve(PROCESS_FILE)));
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the id of the process cannot be read: " + e.getMessage(), e);
    }
  }

  /** Says for the next {@link #open} that nothing was going on when the use ended. */
  void markClosed() {
    try {
      Files.write(closed(), new byte[0]);
    } catch (IOException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("folder", folder())
          .log("the next start will restore the state from its changelog");
    }
  }

  private Path closed() {
    return root.resolve(applicationId + ".closed");
  }

  /** For when nobody uses it. */
  void throwAway() {
    try {
      delete(folder());
    } catch (IOException e) {
      throw new UncheckedIOException("damaged state cannot be deleted: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Deleting());
    } catch (NoSuchFileException e) {
      // Somebody else has deleted it meanwhile.
    }
  }

  Path folder() {
    return root.resolve(applicationId);
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
