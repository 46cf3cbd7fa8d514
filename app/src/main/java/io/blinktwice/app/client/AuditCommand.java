package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit}: who changed what. */
@Command(
    name = "audit",
    description = {
      "Shows who changed what, and what came of it, the newest first; it takes the right admin.",
      "Only the newest 10000 changes are looked through; the topic keeps them for a year."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AuditCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;
  private static final List<String> COLUMNS =
      List.of("at", "actor", "workspace", "operation", "object", "status", "reason");
  private static final List<String> WIDE =
      List.of(
          "at",
          "actor",
          "credential",
          "workspace",
          "operation",
          "object",
          "status",
          "reason",
          "from",
          "requestId");

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;

  @Option(names = "--actor", paramLabel = "NAME", description = "Changes by whose name has this.")
  private Optional<String> actor;

  @Option(
      names = "--object",
      paramLabel = "TEXT",
      description = "Changes of what has this in its path.")
  private Optional<String> object;

  @Option(names = "--refused", description = "Only what was refused.")
  private boolean refused;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many at most: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || limit > 10_000) {
      throw new ParameterException(spec.commandLine(), "--limit is between 1 and 10000");
    }
    try (ApiClient client = api.client()) {
      printed.list(COLUMNS, WIDE, changes(client));
    }
    return ClientExit.OK;
  }

  private List<JsonNode> changes(ApiClient client)
      throws ApiRefused, IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    String before = "";
    while (true) {
      JsonNode page = client.get("/v1/audit?limit=" + PAGE + before).body();
      for (JsonNode change : page.path("changes")) {
        if (isWanted(change)) {
          found.add(change);
        }
        if (found.size() == limit) {
          return found;
        }
      }
      if (!page.hasNonNull("next")) {
        return found;
      }
      before = "&before=" + page.path("next").asLong();
    }
  }

  private boolean isWanted(JsonNode change) {
    return contains(change.path("actor"), actor)
        && contains(change.path("object"), object)
        && (!refused || !change.path("accepted").asBoolean(true));
  }

  private static boolean contains(JsonNode text, Optional<String> wanted) {
    return wanted
        .map(
            words ->
                text.asText().toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT)))
        .orElse(true);
  }
}
