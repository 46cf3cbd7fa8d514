package io.blinktwice.app.installation;

import io.blinktwice.runtime.process.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps a second {@code up} out of a folder. */
public final class FolderLock implements AutoCloseable {
  private final ProcessLock lock;

  private FolderLock(ProcessLock lock) {
    this.lock = lock;
  }

  static FolderLock acquire(InstallationFolder folder) throws IOException, InstallationFailed {
    Path file = folder.lockFile();
    Optional<ProcessLock> lock = ProcessLock.tryTake(file);
    if (lock.isEmpty()) {
      throw new InstallationFailed(
          InstallationFailed.Fault.SURROUNDINGS,
          "%s is in use by process %s; stop that one (Ctrl-C, or kill %2$s) or take another folder with --dir"
              .formatted(folder.root(), ProcessLock.holderOf(file)));
    }
    return new FolderLock(lock.get());
  }

  /** Whether a process holds it now. */
  public static boolean isHeld(InstallationFolder folder) throws IOException {
    return ProcessLock.isHeld(folder.lockFile());
  }

  /** The process that holds it or held it last. */
  public static OptionalLong recordedPid(Path lockFile) throws IOException {
    return ProcessLock.recordedPid(lockFile);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
