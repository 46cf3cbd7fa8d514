package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.router.proxy.ServerExchange;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.SQL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An installation that people sign in to: rights, workspaces, the audit trail, the events. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoorsIT {
  private static final byte[] NOTHING = new byte[0];
  private static final String PIN = "{\"version\": \"3.5.7\", \"reason\": \"test\"}";

  @TempDir private static Path folder;
  private static KafkaUnderTest kafka;
  private static Installation installation;
  private static KeyFile keys;
  private static Api nobody;
  private static String blueKey;
  private static Api blue;
  private static Api red;
  private static Api chief;

  @BeforeAll
  static void start() throws Exception {
    kafka = KafkaUnderTest.start();
    keys = new KeyFile(new InstallationFolder(folder).keys());
    blueKey = key("blue", Right.OPERATE);
    String redKey = key("red", Right.OPERATE);
    String chiefKey = key("*", Right.ADMIN);
    installation =
        new Installation(
            Workshop.plan(folder, kafka.backbone(), Workshop.STABLE), System.out::println);
    installation.start();
    nobody = new Api(installation.addresses().http());
    blue = nobody.with(blueKey);
    red = nobody.with(redKey);
    chief = nobody.with(chiefKey);
  }

  private static String key(String workspace, Right right) throws IOException {
    ApiKey.Fresh fresh =
        ApiKey.create(
            right.word() + "@" + workspace,
            Scope.of(workspace),
            right,
            new SecureRandom(),
            Instant.now());
    keys.add(fresh.kept());
    return fresh.secret();
  }

  @AfterAll
  static void stop() throws IOException {
    installation.close();
    kafka.close();
    try (Stream<Path> logs = Files.walk(new InstallationFolder(folder).logs())) {
      assertTrue(
          logs.filter(Files::isRegularFile).anyMatch(DoorsIT::tellsOfTheDrain),
          "the gateway was not drained before its process ended");
    }
  }

  private static boolean tellsOfTheDrain(Path log) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1).contains("The gateway is drained");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(1)
  void everybodySeesAndChangesOnlyTheirOwn() throws Exception {
    assertEquals(401, nobody.get("/v1/pins").status());
    assertEquals(200, nobody.get("/health").status());
    assertEquals(202, blue.call("PUT", "/v1/workloads/orders/pin", PIN).status());
    blue.await("/v1/workloads/orders/pin", answer -> answer.status() == 200);
    blue.await("/v1/pins", answer -> answer.body().path("pins").size() > 0);
    assertEquals(404, red.get("/v1/workloads/orders").status());
    assertEquals(404, red.get("/v1/workloads/orders/pin").status());
    assertEquals(404, red.call("DELETE", "/v1/workloads/orders/pin", "").status());
    assertEquals(0, red.get("/v1/pins").body().path("pins").size());
    assertEquals("3.5.7", resolved(blue));
    assertEquals(
        "operate@blue", blue.get("/v1/workloads/orders/pin").body().path("byHand").asText());
    assertEquals(403, blue.call("PUT", "/v1/releases/9.9.9", "{}").status());
    assertEquals(200, blue.get("/v1/releases").status());
    assertEquals(403, blue.get("/v1/audit").status());
  }

  private static String resolved(Api api) throws Exception {
    return api.call("POST", "/v1/resolve", "{\"workload\": \"orders\", \"run\": \"r\"}")
        .body()
        .path("version")
        .asText();
  }

  @Test
  @Order(2)
  void theTrailSaysWhoChangedWhat() throws Exception {
    assertEquals(202, blue.call("PUT", "/v1/workloads/audited/pin", PIN).status());
    assertEquals(403, blue.call("PUT", "/v1/releases/9.9.9", "{}").status());
    Api.Answer page =
        chief.await(
            "/v1/audit?limit=1000",
            answer ->
                find(answer, "/v1/workloads/audited/pin").path("status").isInt()
                    && find(answer, "/v1/releases/9.9.9").path("status").isInt());
    JsonNode pinned = find(page, "/v1/workloads/audited/pin");
    assertEquals("operate@blue", pinned.path("actor").asText());
    assertEquals("blue", pinned.path("workspace").asText());
    assertEquals(202, pinned.path("status").asInt());
    assertTrue(pinned.path("accepted").asBoolean());
    assertFalse(find(page, "/v1/releases/9.9.9").path("accepted").asBoolean(true));
    assertEquals("blinktwice up", find(page, "/v1/releases/3.5.7").path("actor").asText());
    Api.Answer first = chief.get("/v1/audit?limit=1");
    Api.Answer second = chief.get("/v1/audit?limit=1&before=" + first.body().path("next").asLong());
    assertFalse(first.body().path("changes").path(0).equals(second.body().path("changes").path(0)));
  }

  private static JsonNode find(Api.Answer page, String object) {
    for (JsonNode change : page.body().path("changes")) {
      if (change.path("object").asText().equals(object)) {
        return change;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  @Order(3)
  void aListenerGoesOnWhereItWasAfterTheServerWasKilled() throws Exception {
    String query = "types=pin-events&workload=heard&from=start";
    assertEquals(202, blue.call("PUT", "/v1/workloads/heard/pin", PIN).status());
    List<Api.Heard> before = blue.listen(query, "", event -> event.name().equals("pin-event"));
    assertEquals(List.of("CREATED"), kinds(before));
    installation.controlPlane().kill();
    blue.await("/v1/workloads/heard/pin", answer -> answer.status() == 200);
    assertEquals(202, blue.call("DELETE", "/v1/workloads/heard/pin?reason=done", "").status());
    List<Api.Heard> after =
        blue.listen(query, before.getLast().id(), event -> event.name().equals("pin-event"));
    assertEquals(List.of("RELEASED"), kinds(after));
    List<Api.Heard> again =
        blue.listen(query, "", event -> event.data().path("kind").asText().equals("RELEASED"));
    assertEquals(List.of("CREATED", "RELEASED"), kinds(again));
    assertEquals(
        List.of(),
        red.listen("types=pin-events,pins&from=start", "", e -> e.name().equals("heartbeat")));
    assertEquals(422, blue.get("/v1/events?types=secrets").status());
  }

  @Test
  @Order(4)
  void whoseEnvironmentIsNotRegisteredIsToldSoByTheGateway() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(installation.addresses().gateway().substring(5))
            .usePlaintext()
            .build();
    try {
      Metadata headers = new Metadata();
      Map.of(
              "authorization", "Bearer " + blueKey,
              "x-workload-id", "old-client",
              "x-environment", "py27")
          .forEach(
              (name, value) ->
                  headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
      ServerExchange spark =
          new ServerExchange(channel, SparkRequest.SERVICE, headers, Duration.ofSeconds(90));
      byte[] first =
          ConfigRequest.newBuilder()
              .setSessionId(UUID.randomUUID().toString())
              .build()
              .toByteArray();
      StatusException refused =
          assertThrows(StatusException.class, () -> spark.call("Config", List.of(first)));
      assertEquals(Status.Code.FAILED_PRECONDITION, refused.getStatus().getCode());
      assertEquals(
          "no environment 'py27': register it first", refused.getStatus().getDescription());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  @Order(4)
  void sessionsAndWhatRunsInThemAreTheirWorkspacesOwn() throws Exception {
    String session = UUID.randomUUID().toString();
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(installation.addresses().gateway().substring(5))
            .usePlaintext()
            .build();
    try {
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + blueKey);
      ServerExchange spark =
          new ServerExchange(channel, SparkRequest.SERVICE, headers, Duration.ofSeconds(90));
      ExecutePlanRequest query =
          ExecutePlanRequest.newBuilder()
              .setSessionId(session)
              .setOperationId(UUID.randomUUID().toString())
              .setPlan(
                  Plan.newBuilder()
                      .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery("SELECT 1"))))
              .build();
      assertFalse(spark.call("ExecutePlan", List.of(query.toByteArray())).isEmpty());

      String path = "/v1/sessions/" + session;
      Api.Answer ran =
          blue.await(
              path + "/operations",
              answer ->
                  answer
                      .body()
                      .path("operations")
                      .path(0)
                      .path("state")
                      .asText()
                      .equals("finished"));
      assertEquals(
          query.getOperationId(), ran.body().path("operations").path(0).path("operation").asText());
      JsonNode seen = blue.get(path).body();
      assertEquals("blue/operate@blue", seen.path("user").asText());
      assertEquals("3.5.7", seen.path("version").asText());
      assertEquals(0, seen.path("underWay").asInt(-1));
      assertEquals(404, red.get(path).status());
      assertEquals(404, red.get(path + "/operations").status());
      assertEquals(0, red.get("/v1/sessions?workspace=blue").body().path("count").asInt(-1));
      assertEquals(
          session,
          chief.get("/v1/sessions?limit=1&workspace=blue").body().findPath("session").asText());
      assertTrue(said("list", "sessions").contains(session));
      assertTrue(said("explain", "session", session).contains("state=finished"));

      spark.call(
          "ReleaseSession",
          List.of(ReleaseSessionRequest.newBuilder().setSessionId(session).build().toByteArray()));
    } catch (StatusException e) {
      assertEquals(Status.Code.UNIMPLEMENTED, e.getStatus().getCode(), "3.5 cannot release");
    } finally {
      channel.shutdownNow();
    }
    blue.await("/v1/sessions/" + session, answer -> answer.status() == 404);
  }

  /** By the program, for blue. */
  private static String said(String... arguments) throws Exception {
    ProcessBuilder program = Workshop.program(arguments);
    program.environment().put("BLINKTWICE_API", installation.addresses().http().toString());
    program.environment().put("BLINKTWICE_API_KEY", blueKey);
    Process process = program.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text;
  }

  /** One operation of the API, as the server itself describes it. */
  private record Operation(String method, String path, String needs) {
    private static final List<String> ROLES = List.of("none", "view", "operate", "admin");

    /** The same with a name wherever the path has a place for one. */
    String called(String name) {
      return path.replaceAll("\\{[a-z]+}", name);
    }

    /** Whether it lets in who has this role, of one workspace or of all. */
    boolean letsIn(Right role, boolean platform) {
      String[] words = needs.split(", ", 2);
      return ROLES.indexOf(role.word()) >= ROLES.indexOf(words[0])
          && (platform || words.length == 1);
    }
  }

  private static List<Operation> operations() throws Exception {
    List<Operation> all = new ArrayList<>();
    for (var path : blue.get("/openapi.json").body().path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        all.add(
            new Operation(
                operation.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                operation.getValue().path("x-needs").asText()));
      }
    }
    assertTrue(all.size() > 20, all.toString());
    return all;
  }

  @Test
  @Order(10)
  void eachRoleGetsThroughExactlyTheDoorsThatTheDocumentSays() throws Exception {
    List<Operation> operations = operations();
    for (Right role : List.of(Right.VIEW, Right.OPERATE, Right.ADMIN)) {
      for (String workspace : List.of("green", "*")) {
        Api api = nobody.with(key(workspace, role));
        for (Operation operation : operations) {
          Api.Kind answer = api.kindOf(operation.method(), operation.called("none"), NOTHING);
          assertEquals(
              operation.letsIn(role, workspace.equals("*")),
              answer.status() != 403,
              "%s in %s: %s %s".formatted(role, workspace, operation, answer));
          assertFalse(answer.status() == 401, operation::toString);
        }
      }
    }
  }

  @Test
  @Order(11)
  void whatCannotBeGuessedIsNotThere() throws Exception {
    // Names of its own for each question: what red may do there changes what red is told next.
    List<Operation> asked =
        operations().stream().filter(one -> one.path().startsWith("/v1/workloads/")).toList();
    for (int i = 0; i < asked.size(); i++) {
      assertEquals(202, blue.call("PUT", "/v1/workloads/hidden-" + i + "/pin", PIN).status());
    }
    for (int i = 0; i < asked.size(); i++) {
      blue.await("/v1/workloads/hidden-" + i + "/pin", answer -> answer.status() == 200);
    }
    assertEquals(404, red.get("/v1/workloads/hidden-0").status());
    assertEquals(403, red.with("X-Workspace", "blue").get("/v1/workloads/hidden-0").status());
    for (int i = 0; i < asked.size(); i++) {
      Operation operation = asked.get(i);
      Api.Answer hidden = red.call(operation.method(), operation.called("hidden-" + i), PIN);
      Api.Answer absent = red.call(operation.method(), operation.called("absent-" + i), PIN);
      assertEquals(absent.status(), hidden.status(), operation::toString);
    }
    assertEquals(200, chief.with("X-Workspace", "blue").get("/v1/workloads/hidden-0/pin").status());
  }

  @Test
  @Order(12)
  void whateverIsSentIsAnsweredAndNothingBreaks() throws Exception {
    long seed = new SecureRandom().nextLong();
    Random random = new Random(seed);
    List<Operation> operations =
        operations().stream()
            // A stream has no end, and a health that is not good is a 503.
            .filter(one -> !one.path().equals("/v1/events") && !one.path().startsWith("/health"))
            .toList();
    for (int i = 0; i < 400; i++) {
      Operation operation = operations.get(random.nextInt(operations.size()));
      String path = operation.called(Nonsense.segment(random)) + Nonsense.query(random);
      byte[] body = operation.method().equals("GET") ? NOTHING : Nonsense.body(random);
      Api.Kind answer = blue.kindOf(operation.method(), path, body);
      String said = "seed %d, %s %s: %s".formatted(seed, operation.method(), path, answer);
      assertTrue(answer.status() < 500, said);
      assertTrue(
          answer.status() < 400 || answer.contentType().startsWith("application/problem+json"),
          said);
    }
    assertEquals("3.5.7", resolved(blue));
    assertEquals(200, nobody.get("/health/readiness").status());
  }

  @Test
  @Order(13)
  void nobodyGetsInAnywhereButForHealth() throws Exception {
    for (Operation operation : operations()) {
      int status = nobody.kindOf(operation.method(), operation.called("none"), NOTHING).status();
      assertEquals(
          !operation.needs().equals("none"),
          Set.of(401, 429).contains(status),
          operation + " " + status);
    }
    assertEquals(200, blue.get("/v1/pins").status());
  }

  private static List<String> kinds(List<Api.Heard> heard) {
    return heard.stream().map(event -> event.data().path("kind").asText()).toList();
  }
}
