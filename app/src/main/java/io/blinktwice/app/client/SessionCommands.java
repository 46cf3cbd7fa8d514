package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

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

/** {@code session}: Spark Connect sessions at the gateways. */
@Command(
    name = "session",
    description = {
      "Shows Spark Connect sessions, what runs in one, and why it is where it is.",
      "'list session', 'get session' and 'explain session' are the same by another name."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class SessionCommands implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("operation", "state", "version", "tasks", "endedTasks", "taskMillis", "startedAt");
  private static final List<String> WIDE =
      List.of(
          "operation",
          "state",
          "version",
          "cluster",
          "latency",
          "tasks",
          "endedTasks",
          "taskMillis",
          "queuedMillis",
          "startedAt",
          "endedAt",
          "decision");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "list",
      description = "Sessions that the gateways know.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int list(
      @Mixin ApiOptions api,
      @Mixin Printed printed,
      @Option(names = "--cluster", paramLabel = "ID", description = "Those on this cluster.")
          Optional<String> cluster)
      throws ApiRefused, IOException, InterruptedException {
    String where = cluster.map(id -> "&cluster=" + encoded(id)).orElse("");
    try (ApiClient client = api.client()) {
      printed.list(Thing.SESSION, client.pages("/v1/sessions?limit=1000" + where, "sessions"));
    }
    return ClientExit.OK;
  }

  @Command(
      name = "get",
      description = "One of them.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int get(
      @Mixin ApiOptions api,
      @Mixin Printed printed,
      @Parameters(paramLabel = "SESSION", description = "Its id.") String id)
      throws ApiRefused, IOException, InterruptedException {
    try (ApiClient client = api.client()) {
      printed.one(client.get("/v1/sessions/" + encoded(id)).body());
    }
    return ClientExit.OK;
  }

  @Command(
      name = "operations",
      description = "What ran and runs in one, with its tasks.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int operations(
      @Mixin ApiOptions api,
      @Mixin Printed printed,
      @Parameters(paramLabel = "SESSION", description = "Its id.") String id)
      throws ApiRefused, IOException, InterruptedException {
    try (ApiClient client = api.client()) {
      printed.list(
          COLUMNS,
          WIDE,
          client.pages(
              "/v1/sessions/%s/operations?limit=1000".formatted(encoded(id)), "operations"));
    }
    return ClientExit.OK;
  }
}
