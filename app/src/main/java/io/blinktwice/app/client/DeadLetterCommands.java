package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deadletter}: records that nobody could use, by way of the API. */
@Command(
    name = "deadletter",
    description = {
      "Lists and shows records that could not be used, and sends one again once what was wrong with",
      "it is mended. It goes by the API, with its rights and its audit; 'letters' does the same with",
      "Kafka's own rights where no server runs."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class DeadLetterCommands implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("id", "topic", "role", "reason", "at");
  private static final List<String> WIDE =
      List.of("id", "topic", "role", "keyBytes", "valueBytes", "reason", "at");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "list",
      description = "The newest 500 that match, the newest first.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int list(
      @Mixin ApiOptions api,
      @Mixin Printed printed,
      @Option(names = "--topic", paramLabel = "NAME", description = "Records of this topic.")
          Optional<String> topic,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              description = "Those whose reason contains this.")
          Optional<String> reason,
      @Option(
              names = "--since",
              paramLabel = "TIME",
              defaultValue = "24h",
              description = "How far back, such as 2h or 7d: ${DEFAULT-VALUE}.")
          String since)
      throws ApiRefused, IOException, InterruptedException {
    StringBuilder query = new StringBuilder("?limit=500&since=" + encoded(since));
    topic.ifPresent(name -> query.append("&topic=").append(encoded(name)));
    reason.ifPresent(text -> query.append("&reason=").append(encoded(text)));
    try (ApiClient client = api.client()) {
      printed.list(COLUMNS, WIDE, client.elements("/v1/dead-letters" + query, "letters"));
    }
    return ClientExit.OK;
  }

  @Command(
      name = "get",
      description = "One, with its first bytes and why it could not be used.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int get(
      @Mixin ApiOptions api,
      @Mixin Printed printed,
      @Parameters(paramLabel = "ID", description = "Its id.") String id)
      throws ApiRefused, IOException, InterruptedException {
    try (ApiClient client = api.client()) {
      printed.one(client.get("/v1/dead-letters/" + encoded(id)).body());
    }
    return ClientExit.OK;
  }

  @Command(
      name = "replay",
      description = {
        "Sends its record again, with its own event id: who has used it already drops the repetition.",
        "What was wrong has to be mended first, else it comes back as another dead letter."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int replay(
      @Mixin ApiOptions api,
      @Mixin Printed printed,
      @Mixin Order order,
      @Parameters(paramLabel = "ID", description = "Its id.") String id)
      throws ApiRefused, IOException, InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    order.reason().ifPresent(why -> body.put("reason", why));
    try (ApiClient client = api.client()) {
      String path = "/v1/dead-letters/" + encoded(id);
      client.get(path); // One that is not there is told as such, by a dry run, too.
      return order.carryOut(
          client,
          new Order.Planned("POST", path + "/replay", body, "send the record of " + id + " again"),
          printed);
    }
  }
}
