package io.blinktwice.runtime.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of a real issuer's kind: its keys are fetched over HTTP. */
class TokensTest {
  private static final String ISSUER = "https://id.example/realm";
  private static RSAKey rsa;
  private static RSAKey stranger;
  private static ECKey ec;
  private static volatile JWKSet published;
  private static final AtomicInteger fetches = new AtomicInteger();
  private static HttpServer issuer;
  private static House house;

  @BeforeAll
  static void open() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    stranger = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    published = new JWKSet(List.of(rsa.toPublicJWK()));
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = published.toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    house = new House(settings());
  }

  private static Map<String, Object> settings() {
    return new HashMap<>(
        Map.of(
            "blinktwice.access.token.issuer", ISSUER,
            "blinktwice.access.token.audience", "blinktwice",
            "blinktwice.access.token.workspace-claim", "team",
            "blinktwice.access.token.role-claim", "roles",
            "blinktwice.access.token.jwks-url",
                "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"));
  }

  @AfterAll
  static void close() {
    house.close();
    issuer.stop(0);
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("blinktwice")
        .subject("alice")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
        .claim("team", "blue")
        .claim("roles", List.of("cook", "view", "operate"));
  }

  private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims)
      throws Exception {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private static String with(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(),
        new RSASSASigner(rsa),
        change.apply(claims()).build());
  }

  private static int status(String token) throws Exception {
    return house.with(token, "GET", "/rooms/view").status();
  }

  @Test
  void aGoodTokenBringsActorWorkspaceAndRole() throws Exception {
    String token = with(claims -> claims);
    House.Answer seen = house.with(token, "PUT", "/rooms/operate");
    assertEquals("alice", seen.body().path("actor").asText());
    assertEquals("blue", seen.body().path("workspace").asText());
    assertEquals(403, house.with(token, "GET", "/rooms/admin").status());
  }

  @Test
  void nothingElseOpensTheDoor() throws Exception {
    try (House fresh = new House(settings())) {
      Map<String, String> bad = new HashMap<>();
      bad.put("issuer", with(claims -> claims.issuer("https://evil.example")));
      bad.put("audience", with(claims -> claims.audience("another service")));
      bad.put("no audience", with(claims -> claims.audience((String) null)));
      bad.put("expired", with(claims -> claims.expirationTime(Date.from(Instant.EPOCH))));
      bad.put("endless", with(claims -> claims.expirationTime(null)));
      bad.put(
          "not yet",
          with(claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(3_600)))));
      bad.put("no role", with(claims -> claims.claim("roles", "cook")));
      bad.put("no workspace", with(claims -> claims.claim("team", null)));
      bad.put("none", new PlainJWT(claims().build()).serialize());
      bad.put("garbage", "a.b.c");
      bad.put(
          "another's key",
          signed(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(),
              new RSASSASigner(stranger),
              claims().build()));
      bad.put(
          "another algorithm",
          signed(
              new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa-1").build(),
              new RSASSASigner(rsa),
              claims().build()));
      bad.put(
          "public key as a secret",
          signed(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(),
              new MACSigner(rsa.toRSAPublicKey().getEncoded()),
              claims().build()));
      for (Map.Entry<String, String> token : bad.entrySet()) {
        int status = fresh.with(token.getValue(), "GET", "/rooms/view").status();
        assertEquals(true, status == 401 || status == 429, token.getKey() + ": " + status);
      }
    }
  }

  @Test
  void keysAreKeptAndANewOneIsFetched() throws Exception {
    assertEquals(200, status(with(claims -> claims)));
    int before = fetches.get();
    for (int i = 0; i < 5; i++) {
      assertEquals(200, status(with(claims -> claims)));
    }
    assertEquals(before, fetches.get());
    published = new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK()));
    String byNewKey =
        signed(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build(),
            new ECDSASigner(ec),
            claims().build());
    assertEquals(200, status(byNewKey));
  }

  @Test
  void keysThatSomebodyCouldExchangeOnTheWayAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenConfig(ISSUER, "http://id.example/keys", "x", "w", "r", "a"));
    assertThrows(
        IllegalArgumentException.class, () -> new TokenConfig(ISSUER, null, null, "w", "r", "a"));
  }
}
