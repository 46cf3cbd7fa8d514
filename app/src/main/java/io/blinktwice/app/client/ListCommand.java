package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
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
      "Lists active pins, releases, environments, or the latest runs of a workload.",
      "The options beside --workload narrow the list of pins."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;

  @Parameters(paramLabel = "THING", description = "One of pin, run, release, environment.")
  private Thing thing;

  @Option(names = "--workload", paramLabel = "NAME", description = "Whose runs.")
  private Optional<String> workload;

  @Option(names = "--pinned-to", paramLabel = "V", description = "Pinned to this version.")
  private Optional<String> version;

  @Option(names = "--away-from", paramLabel = "V", description = "Kept away from this version.")
  private Optional<String> awayFrom;

  @Option(names = "--signature", paramLabel = "S", description = "With this failure signature.")
  private Optional<String> signature;

  @Option(names = "--ticket", paramLabel = "ID", description = "Belonging to this ticket.")
  private Optional<String> ticket;

  @Option(names = "--older-than", paramLabel = "TIME", description = "At least so old: 7d, 12h.")
  private Optional<String> olderThan;

  @Override
  public Integer call() throws Exception {
    try (ApiClient client = api.client()) {
      printed.list(
          thing,
          switch (thing) {
            case PIN -> pins(client);
            case RELEASE -> elements(client.get("/v1/releases").body().path("releases"));
            case ENVIRONMENT ->
                elements(client.get("/v1/environments").body().path("environments"));
            case RUN -> runs(client);
            case WORKLOAD -> throw wrong("list takes pin, run, release or environment");
          });
    }
    return ClientExit.OK;
  }

  private List<JsonNode> pins(ApiClient client)
      throws ApiRefused, IOException, InterruptedException {
    StringBuilder query = new StringBuilder("/v1/pins?limit=1000");
    version.ifPresent(text -> query.append("&version=").append(encoded(text)));
    awayFrom.ifPresent(text -> query.append("&awayFrom=").append(encoded(text)));
    signature.ifPresent(text -> query.append("&signature=").append(encoded(text)));
    ticket.ifPresent(text -> query.append("&ticket=").append(encoded(text)));
    olderThan.ifPresent(text -> query.append("&olderThan=").append(encoded(text)));
    List<JsonNode> pins = new ArrayList<>();
    JsonNode page = client.get(query.toString()).body();
    pins.addAll(elements(page.path("pins")));
    while (page.hasNonNull("next")) {
      page = client.get(query + "&after=" + encoded(page.path("next").asText())).body();
      pins.addAll(elements(page.path("pins")));
    }
    return pins;
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

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
