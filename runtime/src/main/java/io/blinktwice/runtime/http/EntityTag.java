package io.blinktwice.runtime.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names one state of something that several people may change (RFC 9110, 8.8.3): who changes it
 * says in {@code If-Match} which state was looked at, and of two who looked at the same one changes
 * it.
 */
public record EntityTag(String value) {
  /** For something that is not there. */
  public static final EntityTag ABSENT = new EntityTag("\"absent\"");

  private static final int BYTES = 12;

  /** Of what makes up the state: the same text, the same tag. */
  public static EntityTag of(String state) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
      return new EntityTag('"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Ends the request where it was made for another state than this; without a condition it goes.
   */
  public void require(HttpRequest<?> request) {
    if (isConditional(request) && !isMeant(request)) {
      throw changed("it has changed since you looked: look again, then decide");
    }
  }

  public static boolean isConditional(HttpRequest<?> request) {
    return wanted(request) != null;
  }

  private boolean isMeant(HttpRequest<?> request) {
    String wanted = wanted(request);
    return wanted != null
        && (wanted.equals("*") && !equals(ABSENT)
            || Arrays.stream(wanted.split(",", -1)).anyMatch(tag -> tag.strip().equals(value)));
  }

  private static @Nullable String wanted(HttpRequest<?> request) {
    String header = request.getHeaders().get(HttpHeaders.IF_MATCH);
    return header == null ? null : header.strip();
  }

  public static ProblemException changed(String detail) {
    return new ProblemException(HttpStatus.PRECONDITION_FAILED, detail);
  }
}
