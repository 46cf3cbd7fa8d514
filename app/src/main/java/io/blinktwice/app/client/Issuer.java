package io.blinktwice.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who signs people in: an OpenID Connect issuer, with the endpoints that its own document names.
 *
 * @param deviceAuthorization where a device asks for a code (RFC 8628)
 * @param token where codes and refresh tokens become tokens
 * @param revocation where a token is given back (RFC 7009), where the issuer takes them back
 */
record Issuer(URI deviceAuthorization, URI token, Optional<URI> revocation) {
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL).build();

  /** What an endpoint of an issuer answered. */
  record Answer(int status, JsonNode body) {
    boolean isGood() {
      return status / 100 == 2;
    }

    /** The issuer's own word for what is wrong, such as {@code slow_down}. */
    String error() {
      return printable(body.path("error").asText("HTTP " + status));
    }

    /** For people. */
    String sentence() {
      String more = body.path("error_description").asText();
      return more.isEmpty() ? error() : error() + ": " + printable(more);
    }
  }

  /** Asks the issuer where its endpoints are. */
  static Issuer discover(String issuer) throws ApiRefused, IOException, InterruptedException {
    String base = issuer.replaceAll("/+$", "");
    URI at = secure(base + "/.well-known/openid-configuration");
    Answer said = send(HttpRequest.newBuilder(at).timeout(CALL).GET().build());
    if (!said.isGood()) {
      throw new ApiRefused(
          503, "%s does not say where it signs people in: %s".formatted(at, said.error()));
    }
    if (!said.body().path("issuer").asText().replaceAll("/+$", "").equals(base)) {
      throw new ApiRefused(
          422,
          "%s says of itself that it is another issuer, %s"
              .formatted(at, printable(said.body().path("issuer").asText("nobody"))));
    }
    String device = said.body().path("device_authorization_endpoint").asText();
    String token = said.body().path("token_endpoint").asText();
    if (device.isEmpty() || token.isEmpty()) {
      throw new ApiRefused(422, issuer + " has no device flow; use an API key");
    }
    String revocation = said.body().path("revocation_endpoint").asText();
    return new Issuer(
        secure(device),
        secure(token),
        revocation.isEmpty() ? Optional.empty() : Optional.of(secure(revocation)));
  }

  /** Sends a form, as all endpoints of OAuth take it. */
  static Answer post(URI endpoint, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + ApiClient.encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(endpoint)
            .timeout(CALL)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    JsonNode body = MissingNode.getInstance();
    try {
      body = ApiClient.JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      // A page of a proxy, say; the status tells enough.
    }
    return new Answer(answer.statusCode(), body == null ? MissingNode.getInstance() : body);
  }

  /** An issuer's text on a terminal is text: what moves a cursor or hides is left out. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "");
  }

  private static URI secure(String address) throws ApiRefused {
    return secure(address, "an issuer");
  }

  /** Tokens never go over a network in the clear; on this machine they may. */
  static URI secure(String address, String whose) throws ApiRefused {
    try {
      URI uri = new URI(address);
      String host = uri.getHost();
      if (host != null && ("https".equals(uri.getScheme()) || isThisMachine(uri, host))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below, as any other that is none.
    }
    throw new ApiRefused(422, "%s is reached by https, not by '%s'".formatted(whose, address));
  }

  /** By the words alone: a name may mean another machine when it is asked for again. */
  private static boolean isThisMachine(URI uri, String host) {
    return "http".equals(uri.getScheme()) && THIS_MACHINE.matcher(host).matches();
  }
}
