package io.blinktwice.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The CloudEvents attributes that every record of ours carries as headers (binary mode). */
public final class CloudEvents {
  public static final String ID = "ce_id";
  private static final String SOURCE = "ce_source";
  private static final String TYPE = "ce_type";
  private static final String TIME = "ce_time";
  private static final String SPEC_VERSION = "ce_specversion";

  private CloudEvents() {}

  /** Sets the attributes, in place of those of the record that caused this one. */
  public static void stamp(
      Headers headers, String id, String source, Class<? extends SpecificRecord> type, Instant at) {
    put(headers, SPEC_VERSION, "1.0");
    put(headers, ID, id);
    put(headers, SOURCE, source);
    put(headers, TYPE, type.getName());
    put(headers, TIME, at.toString());
  }

  /** The event's id, by which a repetition is recognised. */
  public static @Nullable String id(Headers headers) {
    Header header = headers.lastHeader(ID);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
