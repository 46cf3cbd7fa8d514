package io.blinktwice.runtime.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A folder with a {@code pom.xml} that names artifacts and a {@code jars.sha256} that says what
 * every one of their files is.
 *
 * @param name what people call it; the cache folder's name begins with it
 */
public record PinnedPom(String name, Path folder) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int KEY_DIGITS = 16;

  public PinnedPom {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot name pinned artifacts; take letters, digits, '.', '_' and '-'");
    }
  }

  Path pom() {
    return folder.resolve("pom.xml");
  }

  Path checksumFile() {
    return folder.resolve("jars.sha256");
  }

  Checksums checksums() throws IOException {
    requireFile(checksumFile());
    return Checksums.parse(Files.readString(checksumFile()), checksumFile());
  }

  /** The name of its folder in a cache: another pin is another folder. */
  String cacheKey() throws IOException {
    requireFile(pom());
    requireFile(checksumFile());
    MessageDigest sha256 = newSha256();
    sha256.update(Files.readAllBytes(pom()));
    sha256.update(Files.readAllBytes(checksumFile()));
    return name + "-" + HexFormat.of().formatHex(sha256.digest()).substring(0, KEY_DIGITS);
  }

  private void requireFile(Path file) throws ArtifactsUnavailable {
    if (!Files.isRegularFile(file)) {
      throw new ArtifactsUnavailable(
          "there is no %s, so %s cannot be fetched; restore it from version control"
              .formatted(file, name));
    }
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
