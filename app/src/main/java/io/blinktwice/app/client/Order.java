package io.blinktwice.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What all changes have in common: they can be looked at first, and insist on a state. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class Order {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for those who read it later.")
  private Optional<String> reason;

  @Option(
      names = "--if-match",
      paramLabel = "ETAG",
      description = "Only if it is still as it was when its ETag was this.")
  private Optional<String> ifMatch;

  @Option(names = "--dry-run", description = "Only say what would be done; change nothing.")
  private boolean dryRun;

  /** A request as it would be sent. */
  record Planned(String method, String path, JsonNode body, String sentence) {}

  Optional<String> reason() {
    return reason;
  }

  int carryOut(ApiClient client, Planned planned, Printed printed)
      throws ApiRefused, IOException, InterruptedException {
    if (dryRun) {
      planned(printed, planned.method(), planned.path(), planned.body(), planned.sentence());
      return ClientExit.OK;
    }
    Map<String, String> headers = ifMatch.map(tag -> Map.of("If-Match", tag)).orElse(Map.of());
    JsonNode said = client.send(planned.method(), planned.path(), planned.body(), headers).body();
    if (printed.isJson()) {
      printed.one(said);
    } else {
      printed.sentence("ordered to " + planned.sentence() + outcome(said));
    }
    return ClientExit.OK;
  }

  /** What a dry run says. */
  static void planned(Printed printed, String method, String path, JsonNode body, String sentence)
      throws JsonProcessingException {
    if (printed.isJson()) {
      ObjectNode said = ApiClient.JSON.createObjectNode().put("dryRun", true);
      said.put("request", method + " " + path);
      if (!body.isMissingNode()) {
        said.set("body", body);
      }
      printed.one(said);
    } else {
      printed.sentence("would " + sentence);
    }
  }

  /** Known at once of some changes; others show when they have been decided. */
  private static String outcome(JsonNode said) {
    return said.hasNonNull("state") && said.hasNonNull("revision")
        ? "; now %s, revision %d"
            .formatted(said.path("state").asText(), said.path("revision").asLong())
        : "";
  }
}
