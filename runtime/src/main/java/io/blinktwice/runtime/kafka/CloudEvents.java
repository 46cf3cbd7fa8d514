package io.blinktwice.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers that every record of ours carries: its CloudEvents attributes (binary mode), and its
 * place in a trace as W3C {@code traceparent}.
 */
public final class CloudEvents {
  public static final String ID = "ce_id";

  /** The trace that a record, or an HTTP request, belongs to. */
  public static final String TRACE_PARENT = "traceparent";

  private static final String SOURCE = "ce_source";
  private static final String TYPE = "ce_type";
  private static final String TIME = "ce_time";
  private static final String SPEC_VERSION = "ce_specversion";

  /** What is set anew whatever was there; a trace goes on. */
  private static final Set<String> STAMPED = Set.of(ID, SOURCE, TYPE, TIME, SPEC_VERSION);

  private CloudEvents() {}

  /**
   * Sets the attributes in place of those of the record that caused this one, and goes on with the
   * cause's trace; starts a new one where there is none, or one without the standard's form.
   */
  public static void stamp(
      Headers headers, String id, String source, Class<? extends SpecificRecord> type, Instant at) {
    put(headers, SPEC_VERSION, "1.0");
    put(headers, ID, id);
    put(headers, SOURCE, source);
    put(headers, TYPE, type.getName());
    put(headers, TIME, at.toString());
    TraceParent trace =
        TraceParent.parse(text(headers, TRACE_PARENT))
            .map(cause -> cause.next(id))
            .orElseGet(() -> TraceParent.first(id));
    put(headers, TRACE_PARENT, trace.text());
  }

  /** What a record takes over from the one that caused it, to be stamped as its own. */
  public static Headers carriedOn(Headers cause) {
    RecordHeaders carried = new RecordHeaders();
    for (Header header : cause) {
      if (!STAMPED.contains(header.key())) {
        carried.add(header);
      }
    }
    return carried;
  }

  /** The event's id, by which a repetition is recognised. */
  public static @Nullable String id(Headers headers) {
    return text(headers, ID);
  }

  /** Says which trace what is then stamped goes on with. */
  static void cause(Headers headers, @Nullable TraceParent cause) {
    if (cause != null) {
      put(headers, TRACE_PARENT, cause.text());
    }
  }

  /** Makes the trace of one set of headers that of another, which is then to be stamped. */
  static void carryTrace(Headers from, Headers to) {
    String trace = text(from, TRACE_PARENT);
    if (trace != null) {
      put(to, TRACE_PARENT, trace);
    }
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
