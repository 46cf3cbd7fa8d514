package io.blinktwice.training.driven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few megabytes in memory, which is soon full; making one needs root. */
final class SmallDisk implements AutoCloseable {
  private final Path at;
  private final Thread atTheEnd;

  private SmallDisk(Path at) {
    this.at = at;
    // A run that is broken off leaves no disk behind.
    this.atTheEnd = new Thread(this::unmount);
  }

  static SmallDisk at(Path folder, String size) throws IOException {
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
    SmallDisk disk = new SmallDisk(folder);
    Runtime.getRuntime().addShutdownHook(disk.atTheEnd);
    return disk;
  }

  /** Lazily: whoever still has a file open keeps it until it ends. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atTheEnd);
    unmount();
  }

  private void unmount() {
    try {
      run("umount", "-l", at.toString());
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            "%s failed; full disks are made by mounting a tmpfs, which needs root"
                .formatted(String.join(" ", List.of(command))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
