package io.blinktwice.runtime.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.runtime.metrics.ServiceMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The few calls of Confluent's registry API that framing needs, each answer kept for good: an id
 * never changes its schema.
 *
 * <p>One instance per address and process, so that all serdes share what was learned.
 */
final class SchemaRegistry {
  private static final Map<String, SchemaRegistry> BY_URL = new ConcurrentHashMap<>();
  private static final String JSON = "application/vnd.schemaregistry.v1+json";
  private static final Duration PER_CALL = Duration.ofSeconds(5);
  private static final int TRIES = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final String url;
  private final Duration firstPause;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PER_CALL).build();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();

  private record Registration(String subject, Schema schema) {}

  /** Each pause between two tries of a call is twice as long as the one before. */
  SchemaRegistry(String url, Duration firstPause) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.firstPause = firstPause;
  }

  static SchemaRegistry at(String url) {
    return BY_URL.computeIfAbsent(url, address -> new SchemaRegistry(address, FIRST_PAUSE));
  }

  /** The id of a schema under a subject; registers it where it is new. */
  int idOf(String subject, Schema schema) {
    // Not computeIfAbsent: a slow registry must not lock the map for other schemas.
    Registration wanted = new Registration(subject, schema);
    Integer known = ids.get(wanted);
    if (known != null) {
      return known;
    }
    int id = register(wanted);
    ids.put(wanted, id);
    return id;
  }

  private int register(Registration wanted) {
    String path = "/subjects/" + encoded(wanted.subject) + "/versions";
    String body = json.createObjectNode().put("schema", wanted.schema.toString()).toString();
    JsonNode id =
        call(
                HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", JSON)
                    .POST(HttpRequest.BodyPublishers.ofString(body)),
                "register the schema of " + wanted.subject)
            .path("id");
    if (!id.isInt()) {
      throw new RegistryUnavailable(
          "the registry answered without an id for the schema of " + wanted.subject);
    }
    return id.intValue();
  }

  Schema byId(int id) {
    Schema known = byId.get(id);
    if (known != null) {
      return known;
    }
    JsonNode text =
        call(
                HttpRequest.newBuilder(URI.create(url + "/schemas/ids/" + id)).GET(),
                "find schema " + id)
            .path("schema");
    if (!text.isTextual()) {
      throw new RegistryUnavailable("the registry answered without a schema for id " + id);
    }
    Schema schema = parsed(id, text.textValue());
    byId.put(id, schema);
    return schema;
  }

  /** Registries keep other kinds of schemas too, under ids of the same series. */
  private static Schema parsed(int id, String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new SerializationException("schema " + id + " is not one of Avro", e);
    }
  }

  private JsonNode call(HttpRequest.Builder request, String purpose) {
    HttpRequest built = request.header("Accept", JSON).timeout(PER_CALL).build();
    IOException last = new IOException("not tried");
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        HttpResponse<String> answer = http.send(built, BodyHandlers.ofString());
        counted(answer.statusCode());
        refuseWhatIsTheRecordsFault(answer.statusCode(), purpose);
        if (answer.statusCode() / 100 == 2) {
          return json.readTree(answer.body());
        }
        last = new IOException("the registry answered " + answer.statusCode());
      } catch (IOException e) {
        ServiceMetrics.REGISTRY_CALLS.increment("failed");
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryUnavailable("interrupted while trying to " + purpose, e);
      }
      if (attempt < TRIES - 1) {
        pause(firstPause.multipliedBy(1L << attempt), purpose);
      }
    }
    throw new RegistryUnavailable(
        "cannot " + purpose + ": the registry at " + url + " does not help", last);
  }

  private static void counted(int status) {
    ServiceMetrics.REGISTRY_CALLS.increment(
        switch (status / 100) {
          case 2 -> "answered";
          case 4 -> "refused";
          default -> "failed";
        });
  }

  /** All other refusals (no rights, too many calls, a fault) may be over in a moment. */
  private static void refuseWhatIsTheRecordsFault(int status, String purpose) {
    switch (status) {
      case NOT_FOUND ->
          throw new SerializationException("cannot " + purpose + ": the registry does not know it");
      case CONFLICT ->
          throw new SerializationException(
              "cannot " + purpose + ": it is not compatible with the registered versions");
      case UNPROCESSABLE ->
          throw new SerializationException("cannot " + purpose + ": the registry finds it invalid");
      default -> {}
    }
  }

  private static void pause(Duration pause, String purpose) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailable("interrupted while trying to " + purpose, e);
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }
}
