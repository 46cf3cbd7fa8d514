package io.blinktwice.pool.effect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held by the one pool that works in a folder; let go by the system when its process ends. */
public final class PoolLock implements AutoCloseable {
  private final FileChannel channel;

  private PoolLock(FileChannel channel) {
    this.channel = channel;
  }

  public static PoolLock on(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("pool.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isLocked(channel)) {
      return new PoolLock(channel);
    }
    channel.close();
    throw new IOException(
        "another pool works in %s; stop it first, or give this one another folder"
            .formatted(folder));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
