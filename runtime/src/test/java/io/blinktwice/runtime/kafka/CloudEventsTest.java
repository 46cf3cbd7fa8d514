package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.Release;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CAUSE = "00-" + TRACE + "-b7ad6b7169203331-00";

  @Test
  void everyAttributeIsThere() {
    Headers headers = stamped("id-1", new RecordHeaders());
    assertEquals("1.0", text(headers, "ce_specversion"));
    assertEquals("id-1", text(headers, "ce_id"));
    assertEquals("blinktwice/test", text(headers, "ce_source"));
    assertEquals("io.blinktwice.events.Release", text(headers, "ce_type"));
    assertEquals("1970-01-01T00:00:00Z", text(headers, "ce_time"));
    assertTrue(text(headers, "traceparent").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  }

  @Test
  void goesOnWithTheTraceOfTheCauseInASpanOfItsOwn() {
    String first = trace(stamped("id-1", causedBy(CAUSE)));
    assertTrue(first.matches("00-" + TRACE + "-(?!b7ad6b7169203331)[0-9a-f]{16}-00"), first);
    assertEquals(first, trace(stamped("id-1", causedBy(CAUSE))));
    assertNotEquals(first, trace(stamped("id-2", causedBy(CAUSE))));
  }

  @Test
  void readsWhatALaterVersionOfTheStandardAdds() {
    String later = "01" + CAUSE.substring(2) + "-more";
    assertTrue(trace(stamped("id-1", causedBy(later))).startsWith("00-" + TRACE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "00-1-2-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-00",
        "00-00000000000000000000000000000000-b7ad6b7169203331-00",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more"
      })
  void aTraceWithoutTheStandardsFormIsIgnored(String malformed) {
    Headers headers = stamped("id-1", causedBy(malformed));
    assertEquals(trace(stamped("id-1", new RecordHeaders())), trace(headers));
  }

  @Test
  void theRequestThatIsAnsweredHandsOnItsTrace() {
    assertEquals(
        Optional.of(CAUSE),
        ServerRequestContext.with(
            HttpRequest.POST("/v1/pins", "").header("traceparent", CAUSE),
            (Supplier<Optional<String>>) RequestTrace::current));
    assertEquals(Optional.empty(), RequestTrace.current());
    Headers headers = new RecordHeaders();
    CloudEvents.cause(headers, TraceParent.parse(CAUSE).orElseThrow());
    assertEquals(CAUSE, trace(headers));
    Headers without = new RecordHeaders();
    CloudEvents.cause(without, null);
    assertEquals(0, without.toArray().length);
  }

  private static Headers causedBy(String trace) {
    return new RecordHeaders().add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
  }

  private static Headers stamped(String id, Headers headers) {
    CloudEvents.stamp(headers, id, "blinktwice/test", Release.class, Instant.EPOCH);
    return headers;
  }

  private static String trace(Headers headers) {
    return text(headers, "traceparent");
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
