package io.blinktwice.pool.effect;

import io.blinktwice.runtime.process.BoundedLog;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a log file that one process writes: many lives of a server share the file.
 *
 * @param from where this process begins
 */
record ServerLog(Path file, long from) {
  private static final int TAIL = 64 << 10;

  /** Begins at the end of what is there. */
  static ServerLog beginIn(Path file) throws IOException {
    BoundedLog.bound(file);
    return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
  }

  /** The end of what this process wrote. */
  String tail() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      // Smaller than at the start: it was set aside meanwhile, and all of it is this process's.
      long start = channel.size() < from ? 0 : from;
      channel.position(Math.max(start, channel.size() - TAIL));
      return new String(Channels.newInputStream(channel).readNBytes(TAIL), StandardCharsets.UTF_8);
    }
  }
}
