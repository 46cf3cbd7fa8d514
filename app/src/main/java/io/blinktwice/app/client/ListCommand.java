package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

/** {@code list}: all of a kind. */
@Command(
    name = "list",
    description = {
      "Lists active pins, tickets, releases, environments, clusters, pools, workloads, the"
          + " latest runs of a workload, sessions at the gateways, where they went (placement), or"
          + " which statements wait for a place (queue)."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ListCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;
  @Mixin private Filters filters;

  @Parameters(
      paramLabel = "THING",
      description =
          "One of pin, ticket, run, release, environment, cluster, pool, workload,"
              + " session, placement, queue; the plural will do.",
      converter = Thing.Named.class)
  private Thing thing;

  @Option(names = "--workload", paramLabel = "NAME", description = "Whose runs.")
  private Optional<String> workload;

  @Option(
      names = "--watch",
      description =
          "Shows it again whenever it changed, looked at every two seconds, until Ctrl-C.")
  private boolean watch;

  @Override
  public Integer call() throws Exception {
    try (ApiClient client = api.client()) {
      List<JsonNode> shown = rows(client);
      printed.list(thing, shown);
      while (watch) {
        Thread.sleep(BETWEEN_LOOKS);
        List<JsonNode> now = rows(client);
        if (!now.equals(shown)) {
          shown = now;
          printed.sentence("");
          printed.list(thing, shown);
        }
      }
    }
    return ClientExit.OK;
  }

  private List<JsonNode> rows(ApiClient client)
      throws ApiRefused, IOException, InterruptedException {
    return switch (thing) {
      case PIN -> client.pages("/v1/pins" + filters.ofPins(), "pins");
      case TICKET -> client.pages("/v1/tickets" + filters.ofTickets(), "tickets");
      case RELEASE -> client.elements("/v1/releases", "releases");
      case ENVIRONMENT -> client.elements("/v1/environments", "environments");
      case CLUSTER -> client.elements("/v1/clusters", "clusters");
      case POOL -> client.elements("/v1/pools", "pools");
      case SESSION -> client.pages("/v1/sessions?limit=1000", "sessions");
      case PLACEMENT -> client.elements("/v1/placements?limit=1000", "placements");
      case QUEUE -> client.elements("/v1/queue?limit=1000", "waiting");
      case RUN -> runs(client);
      case WORKLOAD -> client.pages("/v1/workloads" + filters.ofWorkloads(), "workloads");
    };
  }

  private List<JsonNode> runs(ApiClient client)
      throws ApiRefused, IOException, InterruptedException {
    String name = workload.orElseThrow(() -> wrong("runs need --workload"));
    List<JsonNode> attempts = new ArrayList<>();
    for (JsonNode run : client.get("/v1/workloads/" + encoded(name)).body().path("runs")) {
      for (JsonNode attempt : run.path("attempts")) {
        ObjectNode line = ApiClient.JSON.createObjectNode().put("run", run.path("run").asText());
        line.setAll((ObjectNode) attempt);
        attempts.add(line);
      }
    }
    return attempts;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
