package io.blinktwice.runtime.access;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of API keys: JSON, readable by its owner alone, always replaced as a whole, so that a
 * server never reads half of it.
 */
public record KeyFile(Path path) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** All keys, the revoked ones too. */
  public List<ApiKey> read() throws IOException {
    try {
      return List.of(JSON.readValue(Files.readAllBytes(path), ApiKey[].class));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  public void add(ApiKey key) throws IOException {
    try (FileChannel channel = lockFile();
        FileLock lock = channel.lock()) {
      List<ApiKey> all = new ArrayList<>(read());
      all.add(key);
      replace(all, lock);
    }
  }

  /** Says whether there was such a key in use. */
  public boolean revoke(String id, Instant now) throws IOException {
    try (FileChannel channel = lockFile();
        FileLock lock = channel.lock()) {
      List<ApiKey> all = new ArrayList<>(read());
      boolean found = all.stream().anyMatch(key -> key.id().equals(id) && !key.revoked());
      if (found) {
        all.replaceAll(key -> key.id().equals(id) && !key.revoked() ? key.revoke(now) : key);
        replace(all, lock);
      }
      return found;
    }
  }

  /** Takes an actor's keys out as if they had never been: for those that no person has seen. */
  public void forget(String actor) throws IOException {
    try (FileChannel channel = lockFile();
        FileLock lock = channel.lock()) {
      List<ApiKey> all = new ArrayList<>(read());
      if (all.removeIf(key -> key.actor().equals(actor))) {
        replace(all, lock);
      }
    }
  }

  private FileChannel lockFile() throws IOException {
    Path folder = folder();
    Files.createDirectories(folder);
    return FileChannel.open(
        folder.resolve(path.getFileName() + ".lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  private void replace(List<ApiKey> keys, FileLock lock) throws IOException {
    if (!lock.isValid()) {
      throw new IOException("the lock on " + path + " was lost");
    }
    Path fresh = Files.createTempFile(folder(), path.getFileName() + ".", ".new", privately());
    try {
      Files.write(fresh, JSON.writeValueAsBytes(keys));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " is no file");
    }
    return parent;
  }

  /** An empty file that nobody but its owner can read. */
  public static void createPrivately(Path file) throws IOException {
    Files.createFile(file, privately());
  }

  private static FileAttribute<?>[] privately() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
