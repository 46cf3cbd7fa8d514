package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What an issuer gave for somebody who signed in.
 *
 * @param api the control plane that it is for: it is sent nowhere else
 * @param token what the control plane is shown
 * @param refresh what the next token is asked for with, where the issuer gives that
 * @param expiresAt until when the token is good
 */
record SignedIn(
    String api,
    String issuer,
    String clientId,
    String token,
    Optional<String> refresh,
    Instant expiresAt) {
  /** A token whose issuer does not say how long it is good is asked for anew after this. */
  private static final long UNSAID_SECONDS = 300;

  /**
   * From an issuer's answer. The control plane reads signed tokens alone: an access token that is
   * none is meant for the issuer itself, and the identity token says who it is.
   */
  static SignedIn of(String api, String issuer, String clientId, JsonNode answer, Instant now) {
    String access = answer.path("access_token").asText();
    String identity = answer.path("id_token").asText();
    return new SignedIn(
        api,
        issuer,
        clientId,
        isSigned(access) || identity.isEmpty() ? access : identity,
        Optional.of(answer.path("refresh_token").asText()).filter(text -> !text.isEmpty()),
        now.plusSeconds(answer.path("expires_in").asLong(UNSAID_SECONDS)));
  }

  private static boolean isSigned(String token) {
    return token.split("\\.", -1).length == 3;
  }

  /** The same person a while later; an issuer that gives no other refresh token leaves the old. */
  SignedIn renewed(JsonNode answer, Instant now) {
    SignedIn next = of(api, issuer, clientId, answer, now);
    return new SignedIn(
        api, issuer, clientId, next.token, next.refresh.or(() -> refresh), next.expiresAt);
  }

  ObjectNode json() {
    ObjectNode json =
        ApiClient.JSON
            .createObjectNode()
            .put("api", api)
            .put("issuer", issuer)
            .put("clientId", clientId)
            .put("token", token)
            .put("expiresAt", expiresAt.toString());
    refresh.ifPresent(text -> json.put("refresh", text));
    return json;
  }

  static SignedIn of(JsonNode json) {
    return new SignedIn(
        json.path("api").asText(),
        json.path("issuer").asText(),
        json.path("clientId").asText(),
        json.path("token").asText(),
        Optional.of(json.path("refresh").asText()).filter(text -> !text.isEmpty()),
        Instant.parse(json.path("expiresAt").asText()));
  }
}
