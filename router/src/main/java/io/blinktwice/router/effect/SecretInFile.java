package io.blinktwice.router.effect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret that somebody else keeps in a file: what opens the servers' doors, or resolve.
 *
 * <p>Its writer may start after the gateway or make a new one, so the file is looked at for every
 * call and read when it changed.
 */
public final class SecretInFile {
  private static final Logger LOG = LoggerFactory.getLogger(SecretInFile.class);

  private final @Nullable Path file;
  private @Nullable Seen seen;

  private record Seen(FileTime modified, long size, @Nullable String secret) {}

  public SecretInFile(@Nullable Path file) {
    this.file = file;
  }

  public synchronized @Nullable String now() {
    if (file == null) {
      return null;
    }
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      Seen known = seen;
      if (known == null
          || !known.modified().equals(is.lastModifiedTime())
          || known.size() != is.size()) {
        known = new Seen(is.lastModifiedTime(), is.size(), read(file));
        seen = known;
      }
      return known.secret();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("The secret in a file is unreadable");
      return null;
    }
  }

  private static @Nullable String read(Path file) throws IOException {
    String secret = Files.readString(file).strip();
    if (secret.chars().allMatch(c -> c > ' ' && c < 127) && !secret.isEmpty()) {
      return secret;
    }
    LOG.atWarn().addKeyValue("file", file).log("The secret in a file is empty or not printable");
    return null;
  }
}
