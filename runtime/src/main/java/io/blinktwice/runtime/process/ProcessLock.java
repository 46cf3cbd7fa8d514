package io.blinktwice.runtime.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file that one process at a time holds.
 *
 * <p>The kernel holds the lock and drops it when the process ends, however it ends; the process id
 * in the file is for people, and is stale when nobody holds the lock.
 */
public final class ProcessLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private ProcessLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /** Nothing when another process holds it, or another part of this one. */
  public static Optional<ProcessLock> tryTake(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    try {
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return Optional.of(new ProcessLock(channel, lock));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Whether a process holds it now. */
  public static boolean isHeld(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      return lock == null;
    }
  }

  /** The process that holds it or held it last. */
  public static OptionalLong recordedPid(Path file) throws IOException {
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    String text = Files.readString(file).strip();
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /** For people: the holder's process id, as far as it is known. */
  public static String holderOf(Path file) throws IOException {
    OptionalLong pid = recordedPid(file);
    return pid.isPresent() ? Long.toString(pid.getAsLong()) : "unknown";
  }

  /** Forgets the process id: one that is left tells of a process that did not end in order. */
  @Override
  public void close() throws IOException {
    channel.truncate(0);
    lock.release();
    channel.close();
  }
}
