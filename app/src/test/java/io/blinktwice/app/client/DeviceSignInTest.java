package io.blinktwice.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.testkit.DeviceIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody signs in with a code, at an issuer that speaks RFC 8628 over real HTTP. */
class DeviceSignInTest {
  private static final URI API = URI.create("http://127.0.0.1:15080");

  @TempDir private Path home;
  private DeviceIssuer issuer;

  @BeforeEach
  void open() throws Exception {
    issuer = new DeviceIssuer();
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  private KeptSignIns signIns() {
    return new KeptSignIns(Map.of("XDG_CONFIG_HOME", home.toString()));
  }

  private DeviceFlow flow(DeviceFlow.Pause pause) throws Exception {
    return new DeviceFlow(Issuer.discover(issuer.url()), DeviceIssuer.CLIENT, pause);
  }

  /** The person does in a browser what the program asks for. */
  private static void follow(String sentence) {
    if (sentence.startsWith("or open ")) {
      try {
        URI.create(sentence.substring("or open ".length())).toURL().openStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void signIn() throws Exception {
    List<String> told = new ArrayList<>();
    JsonNode answer =
        flow(pause -> {})
            .signIn(
                "openid",
                "",
                sentence -> {
                  told.add(sentence);
                  follow(sentence);
                });
    assertEquals(
        "Open " + issuer.url() + "/activate and enter the code WDJB-MJHT", told.getFirst());
    signIns()
        .keep(
            "work",
            SignedIn.of(API.toString(), issuer.url(), DeviceIssuer.CLIENT, answer, Instant.now()));
  }

  @Test
  void whatWasGotIsTheUsersOwnAndGoesToItsControlPlaneAlone() throws Exception {
    signIn();
    Path kept = home.resolve("blinktwice/signed-in/work.json");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
    assertTrue(signIns().good("work", API).isPresent());
    assertEquals(Optional.empty(), signIns().good("work", URI.create("http://127.0.0.1:1")));
    assertEquals(Optional.empty(), signIns().good("another", API));
    Files.writeString(kept, "{}");
    assertThrows(IOException.class, () -> signIns().good("work", API));
    assertTrue(signIns().forget("work"));
    assertFalse(Files.exists(kept));
  }

  @Test
  void aTokenThatEndsIsRenewedAndAfterTheIssuersNoOneSignsInAgain() throws Exception {
    issuer.seconds = 1; // Sooner than the margin: each use renews it.
    signIn();
    String first = signIns().find("work").orElseThrow().refresh().orElseThrow();
    assertTrue(signIns().good("work", API).isPresent());
    String second = signIns().find("work").orElseThrow().refresh().orElseThrow();
    assertFalse(first.equals(second), "the issuer's next refresh token is kept");
    issuer.answersFirst.add("invalid_grant");
    ApiRefused over = assertThrows(ApiRefused.class, () -> signIns().good("work", API));
    assertEquals(ClientExit.FORBIDDEN, over.exitCode());
    assertTrue(String.valueOf(over.getMessage()).contains("'login' signs you in again"));
  }

  @Test
  void anIssuerThatIsInAHurryIsAskedMoreSlowlyAndOneThatRefusesIsHeard() throws Exception {
    List<Duration> pauses = new ArrayList<>();
    DeviceFlow flow = flow(pauses::add);
    issuer.answersFirst.addAll(
        List.of("authorization_pending", "slow_down", "authorization_pending", "access_denied"));
    ApiRefused refused =
        assertThrows(ApiRefused.class, () -> flow.signIn("openid", "", sentence -> {}));
    assertTrue(String.valueOf(refused.getMessage()).contains("refused"));
    assertEquals(
        List.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(5)),
        pauses);
  }

  @Test
  void nobodyWaitsLongerThanTheCodeIsGood() throws Exception {
    DeviceFlow flow = flow(pause -> {});
    ApiRefused late =
        assertThrows(ApiRefused.class, () -> flow.signIn("openid", "", sentence -> {}));
    assertTrue(String.valueOf(late.getMessage()).contains("in time"));
    assertEquals(300, issuer.asked.size());
  }

  @Test
  void whatIsNoIssuerOfOursIsSaid() throws Exception {
    ApiRefused clear =
        assertThrows(ApiRefused.class, () -> Issuer.discover("http://id.example.com"));
    assertTrue(String.valueOf(clear.getMessage()).contains("https"));
    ApiRefused another = assertThrows(ApiRefused.class, () -> Issuer.discover(another()));
    assertTrue(String.valueOf(another.getMessage()).contains("another issuer"));
    DeviceFlow flow = new DeviceFlow(Issuer.discover(issuer.url()), "nobody", pause -> {});
    ApiRefused unknown = assertThrows(ApiRefused.class, () -> flow.signIn("openid", "", s -> {}));
    assertTrue(String.valueOf(unknown.getMessage()).contains("invalid_client"));
    issuer.hasDeviceFlow = false;
    assertThrows(ApiRefused.class, () -> Issuer.discover(issuer.url()));
  }

  /** The same server under a name that it does not call itself by. */
  private String another() {
    return issuer.url().replace("127.0.0.1", "localhost");
  }

  @Test
  void anAnswerWithoutASignedAccessTokenBringsTheIdentityToken() throws Exception {
    SignedIn kept =
        SignedIn.of(
            "http://a",
            "http://i",
            "c",
            ApiClient.JSON.readTree(
                "{\"access_token\": \"opaque\", \"id_token\": \"a.b.c\", \"expires_in\": 60}"),
            Instant.EPOCH);
    assertEquals("a.b.c", kept.token());
    assertEquals(Instant.ofEpochSecond(60), kept.expiresAt());
    assertEquals(kept, SignedIn.of(kept.json()));
  }
}
