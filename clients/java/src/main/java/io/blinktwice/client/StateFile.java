package io.blinktwice.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files that are whole or not there. */
final class StateFile {
  private StateFile() {}

  /** Under a name of its own first: a reader sees the old file or the new one. */
  static void writeWhole(Path path, String content) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(path + " is no file in a folder");
    }
    Files.createDirectories(folder);
    Path writing = folder.resolve(".writing-" + UUID.randomUUID());
    try {
      try (FileChannel file =
          FileChannel.open(writing, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(writing, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(writing);
    }
  }

  /** Null where there is nothing that can be read. */
  static @Nullable String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return null;
    }
  }
}
