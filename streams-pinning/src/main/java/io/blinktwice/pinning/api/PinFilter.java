package io.blinktwice.pinning.api;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** Which pins are asked for; what is absent does not matter. */
@Introspected
record PinFilter(
    @Parameter(description = "pinned to this version") @Nullable @QueryValue String version,
    @Parameter(description = "kept away from this version") @Nullable @QueryValue String awayFrom,
    @Parameter(description = "made by a failure with this signature") @Nullable @QueryValue
        String signature,
    @Parameter(description = "belonging to this ticket") @Nullable @QueryValue String ticket,
    @Parameter(description = "at least so old, such as 7d") @Nullable @QueryValue
        Duration olderThan,
    @Parameter(description = "younger than this") @Nullable @QueryValue Duration youngerThan,
    @Parameter(description = "whose workload's name contains this, whatever its case")
        @Nullable
        @QueryValue
        String containing) {

  boolean matches(KnownPin pin, Instant now) {
    Duration age = Duration.between(pin.createdAt(), now);
    return isWanted(version, pin.version())
        && isWanted(awayFrom, pin.awayFrom())
        && isWanted(signature, pin.signature())
        && isWanted(ticket, pin.ticket())
        && (containing == null || lower(pin.workload()).contains(lower(containing)))
        && (olderThan == null || age.compareTo(olderThan) >= 0)
        && (youngerThan == null || age.compareTo(youngerThan) < 0);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean isWanted(@Nullable String wanted, @Nullable String found) {
    return wanted == null || Objects.equals(wanted, found);
  }
}
