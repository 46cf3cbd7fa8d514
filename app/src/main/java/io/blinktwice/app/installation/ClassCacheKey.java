package io.blinktwice.app.installation;

import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says whether a class cache was made for this: the JDK's build, and each jar by its place on the
 * class path, its size and its time, which is what the JVM compares, too.
 */
record ClassCacheKey(String value) {
  private static final String ALL_JARS = "*";

  static ClassCacheKey of(JavaCommand command) throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add(System.getProperty("java.vm.version") + " " + System.getProperty("java.vm.vendor"));
    parts.add(command.javaHome().toString());
    for (Path entry : command.classPath()) {
      for (Path jar : jars(entry)) {
        parts.add("%s %d %s".formatted(jar, Files.size(jar), Files.getLastModifiedTime(jar)));
      }
    }
    return new ClassCacheKey(sha256(String.join("\n", parts)));
  }

  /** In the order of the folder, which is also the one that the JVM takes them in. */
  private static List<Path> jars(Path entry) throws IOException {
    Path folder = entry.getParent();
    if (folder == null || !entry.endsWith(ALL_JARS)) {
      return List.of(entry);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
