package io.blinktwice.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An OpenID Connect issuer as far as the device flow goes (RFC 8628), over real HTTP and with
 * tokens that it signs: pending until the person has said yes, each code good once.
 */
public final class DeviceIssuer implements AutoCloseable {
  public static final String CLIENT = "blinktwice-cli";
  private static final String CODE = "WDJB-MJHT";
  private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

  private final HttpServer http;
  private final KeyPair key;

  /** Words that are answered first, in this order, to whoever asks for a token. */
  public final List<String> answersFirst = new CopyOnWriteArrayList<>();

  /** How often a token was asked for. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  public final List<String> givenBack = new CopyOnWriteArrayList<>();

  private final Set<String> refreshable = new HashSet<>();
  private volatile boolean approved;
  private volatile String nextDevice = "";
  public volatile int seconds = 600;
  public volatile boolean hasDeviceFlow = true;
  private int given;

  public DeviceIssuer() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    key = generator.generateKeyPair();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/.well-known/openid-configuration", e -> answer(e, 200, document()));
    http.createContext("/keys", e -> answer(e, 200, keys()));
    http.createContext("/device", this::device);
    http.createContext("/token", this::token);
    http.createContext("/revoke", this::revoke);
    http.createContext("/activate", this::activate);
    http.start();
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  private String document() {
    String document =
        """
        {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
         "revocation_endpoint": "%1$s/revoke"%2$s}
        """;
    return document.formatted(
        url(),
        hasDeviceFlow ? ", \"device_authorization_endpoint\": \"" + url() + "/device\"" : "");
  }

  private String keys() {
    RSAPublicKey open = (RSAPublicKey) key.getPublic();
    return """
        {"keys": [{"kty": "RSA", "kid": "key-1", "alg": "RS256", "use": "sig", "n": "%s", "e": "%s"}]}
        """
        .formatted(
            base64(open.getModulus().toByteArray()),
            base64(open.getPublicExponent().toByteArray()));
  }

  private void device(HttpExchange exchange) throws IOException {
    if (!CLIENT.equals(form(exchange).get("client_id"))) {
      answer(exchange, 401, error("invalid_client"));
      return;
    }
    approved = false;
    nextDevice = "device-" + ++given;
    answer(
        exchange,
        200,
        """
        {"device_code": "%1$s", "user_code": "%2$s", "verification_uri": "%3$s/activate",
         "verification_uri_complete": "%3$s/activate?user_code=%2$s", "expires_in": 300, "interval": 0}
        """
            .formatted(nextDevice, CODE, url()));
  }

  /** What the person does in a browser. */
  private void activate(HttpExchange exchange) throws IOException {
    approved = ("user_code=" + CODE).equals(exchange.getRequestURI().getQuery());
    answer(exchange, approved ? 200 : 404, "{}");
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    String grant = String.valueOf(form.get("grant_type"));
    asked.add(grant);
    if (!answersFirst.isEmpty()) {
      answer(exchange, 400, error(answersFirst.removeFirst()));
    } else if (grant.equals("refresh_token")) {
      boolean good = refreshable.remove(String.valueOf(form.get("refresh_token")));
      answer(exchange, good ? 200 : 400, good ? tokens() : error("invalid_grant"));
    } else if (!grant.equals(DEVICE) || !nextDevice.equals(form.get("device_code"))) {
      answer(exchange, 400, error("invalid_grant"));
    } else if (approved) {
      nextDevice = "";
      answer(exchange, 200, tokens());
    } else {
      answer(exchange, 400, error("authorization_pending"));
    }
  }

  private void revoke(HttpExchange exchange) throws IOException {
    String token = String.valueOf(form(exchange).get("token"));
    refreshable.remove(token);
    givenBack.add(token);
    answer(exchange, 200, "");
  }

  private String tokens() {
    String refresh = "refresh-" + ++given;
    refreshable.add(refresh);
    return """
        {"access_token": "%s", "token_type": "Bearer", "expires_in": %d, "refresh_token": "%s"}
        """
        .formatted(signed(), seconds, refresh);
  }

  private String signed() {
    String claims =
        """
        {"iss": "%s", "aud": "blinktwice", "sub": "kim", "exp": %d, "workspace": "blue", "role": "operate"}
        """
            .formatted(url(), Instant.now().getEpochSecond() + 600);
    String said =
        base64("{\"alg\": \"RS256\", \"typ\": \"JWT\", \"kid\": \"key-1\"}") + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.getPrivate());
      signature.update(said.getBytes(StandardCharsets.US_ASCII));
      return said + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String error(String word) {
    return "{\"error\": \"" + word + "\"}";
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String field : body.split("&")) {
      String[] both = field.split("=", 2);
      form.put(both[0], URLDecoder.decode(both.length > 1 ? both[1] : "", StandardCharsets.UTF_8));
    }
    return form;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
