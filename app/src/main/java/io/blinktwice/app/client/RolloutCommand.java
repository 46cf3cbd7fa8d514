package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rollout}: what people do with a roll-out, and how it stands. */
@Command(
    name = "rollout",
    description = {
      "Starts, advances, watches, pauses, resumes, promotes or aborts a roll-out.",
      "",
      "A start without --share goes by evidence: 0.3 % of the fleet first, then as far as the harm"
          + " budget reaches. Whatever a person orders wins over what the evidence says."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RolloutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;

  /** What to do. */
  enum Action {
    START,
    STATUS,
    ADVANCE,
    PAUSE,
    RESUME,
    PROMOTE,
    ABORT
  }

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "start, status, advance, pause, resume, promote or abort.")
  private Action action;

  @Parameters(index = "1", paramLabel = "VERSION", description = "A version of the catalogue.")
  private String version;

  @Option(
      names = "--share",
      paramLabel = "PART",
      description = "How much of the fleet, above 0 and up to 1; for start and advance.")
  private Optional<Double> share;

  @Option(
      names = "--pause-budget",
      paramLabel = "CHANCE",
      description = "For resume: the chance of a wrong pause from here on; 0.01 if absent.")
  private Optional<Double> pauseBudget;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "from the command line",
      description = "Why, for those who read it later: ${DEFAULT-VALUE}.")
  private String reason;

  @Option(names = "--dry-run", description = "Only say what would be done; change nothing.")
  private boolean dryRun;

  @Option(names = "--watch", description = "For status: goes on until the roll-out has ended.")
  private boolean watch;

  @Override
  public Integer call() throws Exception {
    if (watch && action != Action.STATUS) {
      throw new ParameterException(spec.commandLine(), "--watch goes with status");
    }
    try (ApiClient client = api.client()) {
      if (action == Action.STATUS) {
        status(client);
      } else {
        order(client);
      }
    }
    return ClientExit.OK;
  }

  private void order(ApiClient client) throws ApiRefused, IOException, InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode().put("reason", reason);
    share.ifPresent(part -> body.put("share", part));
    pauseBudget.ifPresent(chance -> body.put("pauseBudget", chance));
    String word = action.name().toLowerCase(Locale.ROOT);
    String path = path() + "/" + word;
    if (dryRun) {
      client.get("/v1/releases/" + encoded(version)); // One that is not there is told as such.
      Order.planned(printed, "POST", path, body, word + " " + version);
      return;
    }
    JsonNode answer = client.send("POST", path, body, Map.of()).body();
    JsonNode decision = answer.path("decision");
    if (printed.isJson()) {
      printed.one(answer);
    } else if (decision.isObject()) {
      printed.sentence(sentence(decision));
    } else {
      printed.sentence("ordered; the decision is not there yet");
    }
  }

  private void status(ApiClient client) throws ApiRefused, IOException, InterruptedException {
    JsonNode decision = client.get(path()).body();
    show(client, decision);
    while (watch && isUnderWay(decision)) {
      String known = decision.path("decisionId").asText();
      decision = client.get(path() + "?wait=60s&after=" + encoded(known)).body();
      if (!decision.path("decisionId").asText().equals(known)) {
        show(client, decision);
      }
    }
  }

  private static boolean isUnderWay(JsonNode decision) {
    String state = decision.path("state").asText();
    return state.equals("ROLLING_OUT") || state.equals("PAUSED");
  }

  private void show(ApiClient client, JsonNode decision)
      throws ApiRefused, IOException, InterruptedException {
    ObjectNode shown = ((ObjectNode) decision).deepCopy();
    try {
      shown.set("health", client.get("/v1/releases/" + encoded(version) + "/health").body());
    } catch (ApiRefused e) {
      shown.putNull("health"); // Nothing has been counted of it yet.
    }
    if (printed.isJson()) {
      printed.one(shown);
    } else {
      printed.sentence(sentence(decision));
      printed.sentence("  " + health(shown.path("health")));
    }
  }

  private static String sentence(JsonNode decision) {
    return "%s  %s at %.3g %%: %s"
        .formatted(
            decision.path("decidedAt").asText(),
            decision.path("state").asText(),
            100 * decision.path("share").asDouble(),
            decision.path("reasons").path(0).path("sentence").asText());
  }

  private static String health(JsonNode health) {
    if (!health.isObject()) {
      return "nothing has been counted of it yet";
    }
    JsonNode rate = health.path("successRate");
    JsonNode memory = health.path("memory");
    return "evidence says %s; wealth %.3g of %s; %d runs, %d failed by it before a user's eyes%s%s"
        .formatted(
            health.path("judgement").isNull() ? "nothing yet" : health.path("judgement").asText(),
            health.path("wealth").asDouble(),
            health.path("pauseAt").isNull()
                ? "-"
                : "%.3g".formatted(health.path("pauseAt").asDouble()),
            health.path("runs").asLong(),
            health.path("userVisibleFailures").asLong(),
            rate.isNull() ? "" : "; success rate %.3f %%".formatted(100 * rate.asDouble()),
            memory.isObject()
                ? "; memory x%.2f in the median, %d of %d workloads need more"
                    .formatted(
                        memory.path("medianRatio").asDouble(),
                        memory.path("grown").asLong(),
                        memory.path("workloads").asLong())
                : "");
  }

  private String path() {
    return "/v1/rollouts/" + encoded(version);
  }
}
