package io.blinktwice.app.installation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second {@code up} out of a folder.
 *
 * <p>The kernel holds the lock and drops it when the process ends, however it ends; the process id
 * in the file is for people, and is stale when nobody holds the lock.
 */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  static FolderLock acquire(InstallationFolder folder) throws IOException, InstallationFailed {
    Path file = folder.lockFile();
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new InstallationFailed(
          InstallationFailed.Fault.SURROUNDINGS,
          "%s is in use by process %s; stop that one (Ctrl-C, or kill %2$s) or take another folder with --dir"
              .formatted(folder.root(), nameOf(recordedPid(file))));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    return new FolderLock(channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Whether a process holds it now. */
  public static boolean isHeld(InstallationFolder folder) throws IOException {
    if (!Files.exists(folder.lockFile())) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(folder.lockFile(), StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      return lock == null;
    }
  }

  /** The process that holds it or held it last. */
  public static OptionalLong recordedPid(Path lockFile) throws IOException {
    if (!Files.exists(lockFile)) {
      return OptionalLong.empty();
    }
    String text = Files.readString(lockFile).strip();
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static String nameOf(OptionalLong pid) {
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
