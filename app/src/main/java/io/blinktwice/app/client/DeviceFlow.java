package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Signs somebody in who sits at a terminal, by a browser anywhere (RFC 8628): the issuer gives a
 * code, the person types it in there, and this asks until they have.
 */
final class DeviceFlow {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final long LONGEST_INTERVAL = 60;
  private static final long ORDINARY_INTERVAL = 5;
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final long LONGEST_WAIT = 1_800;

  private final Issuer issuer;
  private final String clientId;
  private final Pause pause;

  /** Lets time pass. */
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  DeviceFlow(Issuer issuer, String clientId, Pause pause) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.pause = pause;
  }

  /**
   * @param scope what is asked for, in the issuer's words
   * @param audience who the token is for, where the issuer wants to be told; else empty
   * @param tell what the person has to do
   * @return the issuer's answer with the tokens
   */
  JsonNode signIn(String scope, String audience, Consumer<String> tell)
      throws ApiRefused, IOException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", clientId);
    form.put("scope", scope);
    if (!audience.isEmpty()) {
      form.put("audience", audience);
    }
    Issuer.Answer given = Issuer.post(issuer.deviceAuthorization(), form);
    JsonNode code = given.body();
    if (!given.isGood() || !code.hasNonNull("device_code") || !code.hasNonNull("user_code")) {
      throw new ApiRefused(401, "the issuer gives no code to sign in with: " + given.sentence());
    }
    long seconds = Math.clamp(code.path("expires_in").asLong(LONGEST_WAIT), 1, LONGEST_WAIT);
    tell.accept(
        "Open %s and enter the code %s"
            .formatted(printable(code, "verification_uri"), printable(code, "user_code")));
    if (code.hasNonNull("verification_uri_complete")) {
      tell.accept("or open " + printable(code, "verification_uri_complete"));
    }
    tell.accept("Waiting for that, %d minutes at most".formatted(Math.max(1, seconds / 60)));
    return await(code, Duration.ofSeconds(seconds));
  }

  private static String printable(JsonNode code, String field) {
    return Issuer.printable(code.path(field).asText());
  }

  private JsonNode await(JsonNode code, Duration within)
      throws ApiRefused, IOException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", GRANT);
    form.put("device_code", code.path("device_code").asText());
    form.put("client_id", clientId);
    Duration interval =
        Duration.ofSeconds(
            Math.clamp(code.path("interval").asLong(ORDINARY_INTERVAL), 0, LONGEST_INTERVAL));
    // At least this much a round, so that an issuer that says 0 is not asked without end.
    Duration least = Duration.ofSeconds(1);
    for (Duration waited = Duration.ZERO;
        waited.compareTo(within) < 0;
        waited = waited.plus(interval.compareTo(least) < 0 ? least : interval)) {
      pause.last(interval);
      Issuer.Answer answer;
      try {
        answer = Issuer.post(issuer.token(), form);
      } catch (HttpTimeoutException e) {
        interval = interval.multipliedBy(2).plus(least);
        continue;
      }
      if (answer.isGood()) {
        return answer.body();
      }
      switch (answer.error()) {
        case "authorization_pending" -> {}
        case "slow_down" -> interval = interval.plus(SLOWER);
        case "access_denied" -> throw new ApiRefused(401, "the sign-in was refused there");
        case "expired_token" -> throw new ApiRefused(401, "nobody entered the code in time");
        default -> throw new ApiRefused(401, "the issuer says " + answer.sentence());
      }
    }
    throw new ApiRefused(401, "nobody entered the code in time");
  }
}
