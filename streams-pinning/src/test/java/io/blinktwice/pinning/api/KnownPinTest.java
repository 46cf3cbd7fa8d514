package io.blinktwice.pinning.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCause;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.events.PinState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownPinTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant AN_HOUR_LATER = CREATED.plus(Duration.ofHours(1));

  @Test
  void whoOrWhatMadeItIsOneWord() {
    assertEquals("automatic", known(PinOrigin.AUTOMATIC, PinCause.REGRESSION).kind());
    assertEquals("performance", known(PinOrigin.AUTOMATIC, PinCause.PERFORMANCE).kind());
    KnownPin byHand = known(PinOrigin.PERSON, PinCause.PERSON);
    assertEquals("person", byHand.kind());
    assertTrue(byHand.isByHand());
  }

  @Test
  void aFilterWantsAllThatItNames() {
    KnownPin pin = known(PinOrigin.AUTOMATIC, PinCause.REGRESSION);
    assertTrue(filter(null, null, null).matches(pin, AN_HOUR_LATER));
    assertTrue(filter("3.5.7", Duration.ofHours(1), "ORD").matches(pin, AN_HOUR_LATER));
    assertFalse(filter("4.2.0", null, null).matches(pin, AN_HOUR_LATER));
    assertFalse(filter(null, Duration.ofHours(2), null).matches(pin, AN_HOUR_LATER));
    assertFalse(filter(null, null, "invoices").matches(pin, AN_HOUR_LATER));
  }

  @Test
  void aFilterKnowsTheTicketThatItsTicketWasMergedInto() {
    KnownPin pin = known(PinOrigin.AUTOMATIC, PinCause.REGRESSION);
    KnownPin merged = pin.in(ticket -> ticket.equals("t1") ? "t2" : ticket);
    assertTrue(of("t1").matches(pin, AN_HOUR_LATER));
    assertTrue(of("t2").matches(merged, AN_HOUR_LATER));
    assertFalse(of("t1").matches(merged, AN_HOUR_LATER));
    assertEquals(pin, pin.in(ticket -> ticket));
  }

  private static PinFilter of(String ticket) {
    return new PinFilter(null, null, null, ticket, null, null, null);
  }

  private static PinFilter filter(
      @Nullable String version, @Nullable Duration olderThan, @Nullable String containing) {
    return new PinFilter(version, null, null, null, olderThan, null, containing);
  }

  private static KnownPin known(PinOrigin origin, PinCause cause) {
    return KnownPin.of(
        Pin.newBuilder()
            .setPinId("p1")
            .setWorkspace("default")
            .setWorkload("orders")
            .setFingerprint("w1:1")
            .setVersion("3.5.7")
            .setAwayFrom("4.2.0")
            .setTicketId("t1")
            .setOrigin(origin)
            .setCause(cause)
            .setState(PinState.ACTIVE)
            .setCreatedAt(CREATED)
            .setReasons(List.of())
            .build());
  }
}
