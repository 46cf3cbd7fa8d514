package io.blinktwice.pinning.api;

import io.blinktwice.events.Pin;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.QueryValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Which pins are asked for; what is absent does not matter.
 *
 * @param version pinned to this version
 * @param awayFrom kept away from this version
 * @param signature made by a failure with this signature
 * @param ticket belonging to this ticket
 * @param olderThan at least so old, such as 7d
 * @param youngerThan younger than this
 */
@Introspected
record PinFilter(
    @Nullable @QueryValue String version,
    @Nullable @QueryValue String awayFrom,
    @Nullable @QueryValue String signature,
    @Nullable @QueryValue String ticket,
    @Nullable @QueryValue Duration olderThan,
    @Nullable @QueryValue Duration youngerThan) {

  boolean matches(Pin pin, Instant now) {
    Duration age = Duration.between(pin.getCreatedAt(), now);
    return isWanted(version, pin.getVersion())
        && isWanted(awayFrom, pin.getAwayFrom())
        && isWanted(signature, pin.getSignature())
        && isWanted(ticket, pin.getTicketId())
        && (olderThan == null || age.compareTo(olderThan) >= 0)
        && (youngerThan == null || age.compareTo(youngerThan) < 0);
  }

  private static boolean isWanted(@Nullable String wanted, @Nullable String found) {
    return wanted == null || Objects.equals(wanted, found);
  }
}
