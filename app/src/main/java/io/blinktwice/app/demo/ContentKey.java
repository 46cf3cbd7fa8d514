package io.blinktwice.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names what is made from something, so that of something else it is made anew. */
final class ContentKey {
  private static final int LENGTH = 16;

  private ContentKey() {}

  static String of(List<String> words, List<Path> files) throws IOException {
    MessageDigest sha256 = sha256();
    for (String word : words) {
      sha256.update(word.getBytes(StandardCharsets.UTF_8));
    }
    for (Path file : files) {
      sha256.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(sha256.digest()).substring(0, LENGTH);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
