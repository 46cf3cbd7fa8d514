package io.blinktwice.pinning.api;

import io.blinktwice.contract.SecretRedaction;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.http.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run failed, as its scheduler saw it. */
final class PostedError {
  /** Of message and stack trace together, in characters. */
  static final int LONGEST_TEXT = 64 * 1024;

  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_CHAIN = 32;

  private PostedError() {}

  static Optional<WireError> of(Fields event) {
    return event.inner("error", RunEventBody.ErrorBody.class).map(PostedError::error);
  }

  private static WireError error(Fields said) {
    if (!said.has("message") && !said.has("stackTrace")) {
      said.wrong("'error' has a message, a stackTrace, or both");
    }
    String text =
        said.prose("message").orElse("") + said.prose("stackTrace").map("\n"::concat).orElse("");
    String redacted = SecretRedaction.redact(text);
    boolean cut = redacted.length() > LONGEST_TEXT;
    return WireError.newBuilder()
        .setGrpcStatus(said.text("grpcStatus", LONGEST_NAME).orElse(""))
        .setExceptionClass(named(said, "exceptionClass"))
        .setExceptionChain(
            said.texts("exceptionChain", LONGEST_CHAIN, LONGEST_NAME).stream()
                .map(SecretRedaction::redact)
                .toList())
        .setCondition(named(said, "condition"))
        .setSqlState(said.text("sqlState", LONGEST_NAME).orElse(null))
        .setMessage(cut ? shortened(redacted) : redacted)
        .setMessageTruncated(cut)
        .build();
  }

  /** Names, if people keep to it; what they are made of is anybody's text. */
  private static @Nullable String named(Fields said, String field) {
    return said.text(field, LONGEST_NAME).map(SecretRedaction::redact).orElse(null);
  }

  /** What is left out is still told apart by its hash. */
  private static String shortened(String text) {
    String mark =
        "\n[cut: %d characters in all, sha-256 %s]".formatted(text.length(), sha256(text));
    int end = LONGEST_TEXT - mark.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + mark;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
