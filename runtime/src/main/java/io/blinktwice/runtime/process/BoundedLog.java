package io.blinktwice.runtime.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that a child writes its output to, kept from growing: when it is large, what is in it is
 * copied beside it, in place of the copy before, and the file is emptied.
 *
 * <p>The child has the file itself open for appending, not a pipe to us: what it wrote before it
 * crashed is there even if we crashed first, and it never waits for us. So the file cannot be
 * renamed; it is emptied as soon as the copy has all of it.
 */
public final class BoundedLog {
  /** As large as a file of ours and its copy become, but for what is written between two looks. */
  public static final long LARGE = 20L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BoundedLog.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final long large;

  BoundedLog(Path file, long large) {
    this.file = file;
    this.large = large;
  }

  /** Looks after the log of a child for as long as the child lives. */
  static void watch(Path file, Process child) {
    BoundedLog log = new BoundedLog(file, LARGE);
    Thread.ofVirtual().name("log-of-" + child.pid()).start(() -> log.follow(child));
  }

  /** Of a file that nobody may be writing to. */
  public static void bound(Path file) throws IOException {
    new BoundedLog(file, LARGE).look();
  }

  /** Where the part before is kept. */
  public static Path before(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private void follow(Process child) {
    try {
      while (!child.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        lookQuietly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A disk that is full is for others to report; the next look may succeed. */
  private void lookQuietly() {
    try {
      look();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("file", file).log("a log could not be bounded");
    }
  }

  void look() throws IOException {
    if (Files.exists(file) && Files.size(file) >= large) {
      setAside();
    }
  }

  private void setAside() throws IOException {
    try (FileChannel from =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel to =
            FileChannel.open(
                before(file),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      while (from.read(chunk) >= 0) {
        chunk.flip();
        while (chunk.hasRemaining()) {
          to.write(chunk);
        }
        chunk.clear();
      }
      // Nothing lies between the last read and this but the call itself.
      from.truncate(0);
    }
  }
}
