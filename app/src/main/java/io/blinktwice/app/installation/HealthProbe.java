package io.blinktwice.app.installation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks a server how it is, and remembers which of its parts are not ready, and why. */
final class HealthProbe implements Blueprint.Probe {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SILENT = "it does not answer yet";
  private static final String ROLES = "roles";
  private static final int MOST_NAMED = 5;

  private final LocalHttp http;
  private final URI health;
  private volatile Optional<String> missing = Optional.of(SILENT);

  HealthProbe(LocalHttp http, URI health) {
    this.http = http;
    this.health = health;
  }

  @Override
  public boolean succeeds() throws IOException, InterruptedException {
    missing = Optional.of(SILENT);
    LocalHttp.Answer answer = http.get(health);
    missing = answer.isOk() ? Optional.empty() : Optional.of(missing(answer.body()));
    return answer.isOk();
  }

  @Override
  public Optional<String> missing() {
    return missing;
  }

  /** From a health answer, the parts that are not well; each with its reason if it gives one. */
  static String missing(String body) {
    List<String> parts = new ArrayList<>();
    try {
      JsonNode indicators = JSON.readTree(body).path("details");
      for (Map.Entry<String, JsonNode> part : indicators.path(ROLES).path("details").properties()) {
        if (part.getValue().isTextual()) {
          parts.add("%s (%s)".formatted(part.getKey(), part.getValue().textValue()));
        } else if (!part.getValue().asBoolean(true)) {
          parts.add(part.getKey());
        }
      }
      for (Map.Entry<String, JsonNode> indicator : indicators.properties()) {
        if (!indicator.getKey().equals(ROLES)
            && indicator.getValue().path("status").asText().equals("DOWN")) {
          parts.add(indicator.getKey());
        }
      }
    } catch (JsonProcessingException e) {
      return "its health answer cannot be read";
    }
    String more =
        parts.size() > MOST_NAMED ? " and %d more".formatted(parts.size() - MOST_NAMED) : "";
    return parts.isEmpty()
        ? "it says that it is not well"
        : "it waits for "
            + parts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
            + more;
  }
}
