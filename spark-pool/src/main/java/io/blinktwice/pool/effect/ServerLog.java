package io.blinktwice.pool.effect;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The part of a log file that one process writes: many lives of a server share the file.
 *
 * @param from where this process begins
 */
record ServerLog(Path file, long from) {
  private static final long LARGE = 20L << 20;
  private static final int TAIL = 64 << 10;

  /** Begins at the end of what is there; a large file is set aside first, replacing the last. */
  static ServerLog beginIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new ServerLog(file, 0);
    }
    if (Files.size(file) < LARGE) {
      return new ServerLog(file, Files.size(file));
    }
    Files.move(
        file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    return new ServerLog(file, 0);
  }

  /** The end of what this process wrote. */
  String tail() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(from, channel.size() - TAIL));
      return new String(Channels.newInputStream(channel).readNBytes(TAIL), StandardCharsets.UTF_8);
    }
  }
}
