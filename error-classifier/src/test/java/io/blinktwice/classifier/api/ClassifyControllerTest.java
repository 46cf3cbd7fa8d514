package io.blinktwice.classifier.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.classifier.ClassifierConfig;
import io.blinktwice.classifier.Judging;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a real HTTP server. */
class ClassifyControllerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ApplicationContext context =
      ApplicationContext.builder()
          .properties(Map.of("micronaut.server.port", "-1", "micronaut.server.host", "127.0.0.1"))
          .build();

  @BeforeEach
  void start() {
    context.registerSingleton(
        FailureDesk.class, new FailureDesk(new Judging(new ClassifierConfig(null, null))));
    context.start();
    context.getBean(EmbeddedServer.class).start();
  }

  @AfterEach
  void stop() {
    context.close();
    client.close();
  }

  @Test
  void saysWhoseFailureItIs() throws Exception {
    HttpResponse<String> said =
        post(
            """
            {"id": "a", "text": "java.io.IOException: No space left on device",
             "engineVersion": "4.2.0", "previousVersion": "3.5.7"}\
            """);
    assertEquals(200, said.statusCode(), said::body);
    JsonNode answer = JSON.readTree(said.body());
    assertEquals("a", answer.path("id").asText());
    assertEquals("INFRASTRUCTURE", answer.path("category").asText());
    assertEquals(3, answer.path("teams").size());
    assertTrue(answer.path("model").asText().startsWith("lr-"));
    assertTrue(answer.path("reasons").size() > 0);
  }

  @Test
  void namesEverythingThatIsWrong() throws Exception {
    HttpResponse<String> said =
        post("{\"exitCode\": \"x\", \"engineVersion\": \"new\", \"colour\": 1}");
    assertEquals(422, said.statusCode(), said::body);
    for (String wrong : new String[] {"'text'", "'exitCode'", "'engineVersion'", "'colour'"}) {
      assertTrue(said.body().contains(wrong), said::body);
    }
  }

  @Test
  void refusesWhatIsNoJson() throws Exception {
    assertEquals(400, post("{\"text\": ").statusCode());
  }

  private HttpResponse<String> post(String body) throws Exception {
    URI uri = context.getBean(EmbeddedServer.class).getURI().resolve("/v1/classify");
    return client.send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
