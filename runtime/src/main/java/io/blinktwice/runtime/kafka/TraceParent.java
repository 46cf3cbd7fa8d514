package io.blinktwice.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a record, or a call, stands in a trace: the W3C {@code traceparent}.
 *
 * <p>Ids follow from the record's own id, so that a repetition of a record carries the same.
 */
public record TraceParent(String trace, String span, String flags) {
  private static final String OURS = "00";
  private static final String SAMPLED = "01";
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;
  private static final String NO_VERSION = "ff";
  private static final int TRACE_AT = 3;
  private static final int SPAN_AT = TRACE_AT + 2 * TRACE_BYTES + 1;
  private static final int FLAGS_AT = SPAN_AT + 2 * SPAN_BYTES + 1;
  private static final int LENGTH = FLAGS_AT + 2;
  private static final MessageDigest BLANK = found();

  /**
   * Empty for what does not have the form: a foreign mistake must not travel on. Later versions of
   * the standard may say more behind the flags; what they say first means the same.
   */
  public static Optional<TraceParent> parse(@Nullable String text) {
    boolean whole =
        text != null
            && (text.length() == LENGTH || text.length() > LENGTH && text.charAt(LENGTH) == '-');
    if (text == null
        || !whole
        || text.charAt(TRACE_AT - 1) != '-'
        || text.charAt(SPAN_AT - 1) != '-'
        || text.charAt(FLAGS_AT - 1) != '-') {
      return Optional.empty();
    }
    String version = text.substring(0, TRACE_AT - 1);
    String trace = text.substring(TRACE_AT, SPAN_AT - 1);
    String span = text.substring(SPAN_AT, FLAGS_AT - 1);
    String flags = text.substring(FLAGS_AT, LENGTH);
    boolean hex = isHex(version) && isHex(trace) && isHex(span) && isHex(flags);
    boolean ofOurVersion = OURS.equals(version);
    if (!hex
        || NO_VERSION.equals(version)
        || isNothing(trace)
        || isNothing(span)
        || ofOurVersion && text.length() > LENGTH) {
      return Optional.empty();
    }
    return Optional.of(new TraceParent(trace, span, flags));
  }

  private static boolean isHex(String digits) {
    for (int at = 0; at < digits.length(); at++) {
      char digit = digits.charAt(at);
      if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNothing(String digits) {
    for (int at = 0; at < digits.length(); at++) {
      if (digits.charAt(at) != '0') {
        return false;
      }
    }
    return true;
  }

  /** Of what nothing traced has caused. */
  public static TraceParent first(String eventId) {
    return new TraceParent(
        hash(TRACE_BYTES, "trace", eventId), hash(SPAN_BYTES, "span", eventId), SAMPLED);
  }

  /** Of a record that the one at hand has caused. */
  TraceParent next(String eventId) {
    return new TraceParent(trace, hash(SPAN_BYTES, span, eventId), flags);
  }

  public String text() {
    return String.join("-", OURS, trace, span, flags);
  }

  private static String hash(int bytes, String salt, String eventId) {
    byte[] text = (salt + "\n" + eventId).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(digest().digest(text), 0, bytes);
  }

  /** A copy of one that has seen nothing: looking for one takes longer than hashing with it. */
  private static MessageDigest digest() {
    try {
      return (MessageDigest) BLANK.clone();
    } catch (CloneNotSupportedException e) {
      return found();
    }
  }

  private static MessageDigest found() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
