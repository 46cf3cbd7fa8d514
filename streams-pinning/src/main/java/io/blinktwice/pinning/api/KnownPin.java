package io.blinktwice.pinning.api;

import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCause;
import io.blinktwice.events.PinOrigin;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What lists and counts need of an active pin. Its evidence, with a failure's text of many
 * kilobytes, stays in the state of its workload: every instance remembers every pin.
 *
 * @param kind {@code automatic}, {@code performance} or {@code person}
 */
record KnownPin(
    String pin,
    String workspace,
    String workload,
    String fingerprint,
    String version,
    @Nullable String awayFrom,
    String state,
    String kind,
    @Nullable String signature,
    @Nullable String ticket,
    Instant createdAt,
    @Nullable Instant expiresAt) {
  static final String PERSON = "person";

  static KnownPin of(Pin pin) {
    return new KnownPin(
        pin.getPinId(),
        pin.getWorkspace().intern(),
        pin.getWorkload(),
        pin.getFingerprint(),
        pin.getVersion().intern(),
        shared(pin.getAwayFrom()),
        pin.getState().name().toLowerCase(Locale.ROOT).intern(),
        kind(pin),
        shared(pin.getSignature()),
        shared(pin.getTicketId()),
        pin.getCreatedAt(),
        pin.getExpiresAt());
  }

  /** The same, in the ticket that its own was merged into, where it was. */
  KnownPin in(UnaryOperator<String> standing) {
    String now = ticket == null ? null : standing.apply(ticket);
    return Objects.equals(now, ticket)
        ? this
        : new KnownPin(
            pin,
            workspace,
            workload,
            fingerprint,
            version,
            awayFrom,
            state,
            kind,
            signature,
            now,
            createdAt,
            expiresAt);
  }

  private static String kind(Pin pin) {
    if (pin.getCause() == PinCause.PERFORMANCE) {
      return "performance";
    }
    return pin.getOrigin() == PinOrigin.AUTOMATIC ? "automatic" : PERSON;
  }

  /** A few words that thousands of pins repeat. */
  private static @Nullable String shared(@Nullable String word) {
    return word == null ? null : word.intern();
  }

  boolean isByHand() {
    return kind.equals(PERSON);
  }
}
