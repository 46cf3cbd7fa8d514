package io.blinktwice.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a record stands in a trace: the W3C {@code traceparent}.
 *
 * <p>Ids follow from the record's own id, so that a repetition of a record carries the same.
 */
record TraceParent(String trace, String span, String flags) {
  private static final Pattern FORM =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern NOTHING = Pattern.compile("0+");
  private static final String OURS = "00";
  private static final String SAMPLED = "01";
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  /** Empty for what does not have the form: a foreign mistake must not travel on. */
  static Optional<TraceParent> parse(@Nullable String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text);
    if (!matcher.matches()
        || NOTHING.matcher(matcher.group(2)).matches()
        || NOTHING.matcher(matcher.group(3)).matches()
        || (OURS.equals(matcher.group(1)) && matcher.group(5) != null)) {
      return Optional.empty();
    }
    return Optional.of(new TraceParent(matcher.group(2), matcher.group(3), matcher.group(4)));
  }

  /** Of a record that nothing traced has caused. */
  static TraceParent first(String eventId) {
    return new TraceParent(
        hash(TRACE_BYTES, "trace", eventId), hash(SPAN_BYTES, "span", eventId), SAMPLED);
  }

  /** Of a record that the one at hand has caused. */
  TraceParent next(String eventId) {
    return new TraceParent(trace, hash(SPAN_BYTES, span, eventId), flags);
  }

  String text() {
    return String.join("-", OURS, trace, span, flags);
  }

  private static String hash(int bytes, String salt, String eventId) {
    try {
      byte[] text = (salt + "\n" + eventId).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
