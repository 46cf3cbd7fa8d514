package io.blinktwice.classifier.retraining;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names a candidate after the model that it started from and the lessons that it was given. */
final class CandidateName {
  private static final int BYTES = 4;

  private CandidateName() {}

  static String of(String on, List<ProvedFailure> lessons) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(on.getBytes(StandardCharsets.UTF_8));
      for (ProvedFailure each : lessons) {
        digest.update(
            "%s %s %s\n"
                .formatted(each.signature(), each.versionsFault(), each.failure().message())
                .getBytes(StandardCharsets.UTF_8));
      }
      int plus = on.indexOf('+');
      String base = plus < 0 ? on : on.substring(0, plus);
      return base + "+" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
