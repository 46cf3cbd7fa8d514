package io.blinktwice.pinning.ticket.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketChange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server on this machine. */
class DeliveryTest {
  private static final String SECRET = "0123456789abcdef";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Heard> heard = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private HttpServer server;

  private record Heard(String path, String key, String timestamp, String signature, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    heard.add(
        new Heard(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Idempotency-Key"),
            exchange.getRequestHeaders().getFirst("X-Blinktwice-Timestamp"),
            exchange.getRequestHeaders().getFirst("X-Blinktwice-Signature"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Integer status = answers.poll();
    exchange.getResponseHeaders().add("Location", "http://127.0.0.1/elsewhere");
    exchange.sendResponseHeaders(status == null ? 204 : status, -1);
    exchange.close();
  }

  @Test
  void aMessageIsSignedOverItsTimeAndBody() {
    assertInstanceOf(Delivery.Result.Delivered.class, delivery(hook()).deliver("key-1", BODY));
    Heard one = heard.getFirst();
    assertEquals("/hook?team=sql", one.path());
    assertEquals("key-1", one.key());
    assertEquals("sha256=" + SignedPost.signature(SECRET, one.timestamp(), BODY), one.signature());
    assertEquals(String.valueOf(NOW.getEpochSecond()), one.timestamp());
    assertEquals("{\"a\":1}", one.body());
  }

  @Test
  void signaturesAreThoseOfTheStandard() {
    // printf '1767225600.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef
    assertEquals(
        "539b0e21b535c5201ef7d1453c0a0de4ad132293226de9018be0cfbf0092faa6",
        SignedPost.signature(SECRET, "1767225600", BODY));
  }

  @Test
  void aReceiverThatStumblesIsToldAgainUnderTheSameKey() {
    answers.addAll(List.of(503, 429, 500));
    assertInstanceOf(Delivery.Result.Delivered.class, delivery(hook()).deliver("key-1", BODY));
    assertEquals(4, heard.size());
    assertEquals(Set.of("key-1"), new HashSet<>(heard.stream().map(Heard::key).toList()));
    assertEquals(3, pauses.size());
    assertTrue(pauses.get(2).compareTo(pauses.get(0)) > 0, pauses.toString());
  }

  @Test
  void itIsGivenUpAfterABoundedNumberOfTries() {
    answers.addAll(List.of(500, 500, 500, 500, 500, 500));
    Delivery.Result result = delivery(hook()).deliver("key-1", BODY);
    assertEquals(new Delivery.Result.GivenUp("webhook test: it answered 500"), result);
    assertEquals(4, heard.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 401, 404})
  void noRedirectIsFollowedAndARefusalIsFinal(int status) {
    answers.add(status);
    assertInstanceOf(Delivery.Result.GivenUp.class, delivery(hook()).deliver("key-1", BODY));
    assertEquals(1, heard.size());
  }

  @Test
  void aReceiverThatIsAwayIsTriedAgain() {
    Webhook away =
        new Webhook(
            "test",
            URI.create("http://127.0.0.1:1/"),
            Webhook.Shape.GENERIC,
            SECRET,
            Set.of("127.0.0.1"));
    assertInstanceOf(Delivery.Result.GivenUp.class, delivery(away).deliver("key-1", BODY));
    assertEquals(3, pauses.size());
  }

  @Test
  void theEndOfTheProgramInterruptsButGivesNothingUp() {
    answers.add(500);
    Delivery ending = new Delivery(hook(), InstantSource.fixed(NOW), pause -> false, fourTimes());
    assertInstanceOf(Delivery.Result.Interrupted.class, ending.deliver("key-1", BODY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://[::1]:9/",
        "http://10.0.0.1/",
        "http://172.16.3.4/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/"
      })
  void addressesThatAreNotPublicAreRefusedAndNotTriedAgain(String url) {
    Webhook hook = new Webhook("test", URI.create(url), Webhook.Shape.GENERIC, SECRET, Set.of());
    Delivery.Result.GivenUp result =
        assertInstanceOf(Delivery.Result.GivenUp.class, delivery(hook).deliver("key-1", BODY));
    assertTrue(result.reason().contains("not a public address"), result.reason());
    assertTrue(pauses.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700:4700::1111"})
  void publicAddressesAreNot(String address) throws IOException {
    assertTrue(Addresses.isPublic(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @EnumSource(Webhook.Shape.class)
  void everyTemplateIsJsonWhateverTheTicketSays(Webhook.Shape shape) {
    Ticket ticket =
        Ticket.newBuilder()
            .setTicketId("ticket-1")
            .setRelease("4.2.0")
            .setSignature("boom")
            .setTitle("\"quoted\\\" {{secret}} \n\u0001")
            .setMembers(500)
            .setHistory(List.of(new TicketChange("c1", "close", "ada", "be\"cause", null, 2L, NOW)))
            .build();
    String json = new String(Notice.of(ticket, "key-1", shape), StandardCharsets.UTF_8);
    assertTrue(json.contains("\\\"quoted\\\\\\\" {{secret}} \\n\\u0001"), json);
    assertTrue(json.contains("be\\\"cause"), json);
  }

  @Test
  void pausesGrowStayInBoundsAndFollowFromTheKey() {
    RetryPauses pauses = RetryPauses.ORDINARY;
    Set<Duration> different = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Duration third = pauses.before(4, "key-" + i);
      assertTrue(third.toMillis() >= 2_000 && third.toMillis() <= 4_000, third.toString());
      assertEquals(third, pauses.before(4, "key-" + i));
      different.add(third);
    }
    assertTrue(different.size() > 50, different.toString());
    assertTrue(pauses.before(40, "key").compareTo(pauses.longest()) <= 0);
  }

  @Test
  void allThatIsWrongWithAWebhookIsSaidTogether() {
    Webhook hook =
        new Webhook(
            "No!", URI.create("ftp://user:word@host/"), Webhook.Shape.JIRA, "short", Set.of());
    assertEquals(4, hook.problems().size());
  }

  private Webhook hook() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?team=sql");
    return new Webhook("test", url, Webhook.Shape.GENERIC, SECRET, Set.of("127.0.0.1"));
  }

  private Delivery delivery(Webhook hook) {
    return new Delivery(hook, InstantSource.fixed(NOW), pauses::add, fourTimes());
  }

  private static RetryPauses fourTimes() {
    return new RetryPauses(4, Duration.ofSeconds(1), Duration.ofSeconds(30));
  }
}
