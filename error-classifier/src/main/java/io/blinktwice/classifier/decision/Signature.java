package io.blinktwice.classifier.decision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names a fault alike in every release: by its condition where that says enough, else by what the
 * innermost exception is and says, with everything variable masked.
 *
 * <p>Stack frames stay out: their line numbers and often their classes change with each release.
 */
final class Signature {
  private static final int BYTES = 16;
  private static final int MAX_WORDS = 300;

  /** Conditions that stand for many different faults; their words have to tell them apart. */
  private static final List<String> SAYS_LITTLE =
      List.of(
          "INTERNAL_ERROR",
          "_LEGACY_ERROR",
          "USER_RAISED_EXCEPTION",
          "FAILED_EXECUTE_UDF",
          "FAILED_READ_FILE");

  /** What releases put around the same words: condition, SQLSTATE and place in the statement. */
  private static final Pattern ROUND_THE_WORDS =
      Pattern.compile(
          "^\\[[A-Z0-9_.]{1,300}\\] ?|;? ?SQLSTATE: [0-9A-Z]{5}.*|; line \\d+,? pos \\d+.*");

  private Signature() {}

  static String of(Evidence evidence) {
    String condition = evidence.condition();
    if (condition != null && SAYS_LITTLE.stream().noneMatch(condition::startsWith)) {
      return hash("condition", condition);
    }
    String words = words(evidence.root().message());
    if (condition != null) {
      return hash("words", condition, words);
    }
    return hash("exception", evidence.root().exceptionClass(), words, silence(evidence));
  }

  /** Without a single word, the status is all there is. */
  private static String silence(Evidence evidence) {
    return evidence.wordless() ? evidence.status() : "";
  }

  private static String words(String message) {
    String bare = ROUND_THE_WORDS.matcher(message).replaceAll("");
    String masked = Masking.everythingVariable(bare);
    return masked.length() <= MAX_WORDS ? masked : masked.substring(0, MAX_WORDS);
  }

  private static String hash(String... parts) {
    MessageDigest digest = digest();
    digest.update("blinktwice/signature1".getBytes(StandardCharsets.UTF_8));
    for (String part : parts) {
      digest.update((byte) 0);
      digest.update(part.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
