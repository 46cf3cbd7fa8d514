package io.blinktwice.app.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page's files on the class path, read once; there are about a dozen. */
final class ConsoleFiles {
  /** What the build names its files; nothing else is looked for. */
  private static final Pattern NAME = Pattern.compile("(assets/)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)+");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "woff2", "font/woff2");

  private final String folder;
  private final Map<String, Served> known = new ConcurrentHashMap<>();

  /**
   * One file.
   *
   * @param zipped the same in gzip's form; null where that is no smaller
   * @param tag changes with the content
   */
  record Served(String type, byte[] plain, byte @Nullable [] zipped, String tag) {}

  /** Files of this folder of the class path. */
  ConsoleFiles(String folder) {
    this.folder = folder;
  }

  /** Empty where there is no such file. */
  Optional<Served> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    Served served = known.get(name);
    if (served == null) {
      served = read(name);
      if (served != null) {
        known.put(name, served);
      }
    }
    return Optional.ofNullable(served);
  }

  private @Nullable Served read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    byte[] plain = type == null ? null : bytes(name);
    return plain == null || type == null
        ? null
        : new Served(type, plain, bytes(name + ".gz"), "\"" + hash(plain) + "\"");
  }

  private byte @Nullable [] bytes(String name) {
    try (InputStream content = ConsoleFiles.class.getResourceAsStream(folder + "/" + name)) {
      return content == null ? null : content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
