package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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

/** {@code cluster}: what people do with the Spark servers of a pool. */
@Command(
    name = "cluster",
    description = {
      "Starts another Spark server of a version, or drains one; 'list cluster' shows them.",
      "",
      "A pool never has more servers than its --max-servers, whoever wants them. A server that"
          + " drains takes no new sessions and is stopped once nothing runs on it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ClusterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;

  /** What to do. */
  enum Action {
    START,
    DRAIN
  }

  @Parameters(index = "0", paramLabel = "ACTION", description = "start or drain.")
  private Action action;

  @Parameters(
      index = "1",
      paramLabel = "WHICH",
      description = "For start a version of the catalogue, for drain the id of a cluster.")
  private String which;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "For start: a size class of the pool; its ordinary one if absent.")
  private Optional<String> size;

  @Option(
      names = "--pool",
      paramLabel = "POOL",
      description = "For start: the pool; local if absent.")
  private Optional<String> pool;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "from the command line",
      description = "Why, for those who read it later: ${DEFAULT-VALUE}.")
  private String reason;

  @Option(names = "--dry-run", description = "Only say what would be done; change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    if (action == Action.DRAIN && (size.isPresent() || pool.isPresent())) {
      throw new ParameterException(spec.commandLine(), "--size and --pool go with start");
    }
    ObjectNode body = ApiClient.JSON.createObjectNode().put("reason", reason);
    switch (action) {
      case START -> {
        body.put("version", which);
        size.ifPresent(name -> body.put("size", name));
        pool.ifPresent(name -> body.put("pool", name));
        send("/v1/clusters/start", body, "another server of " + which);
      }
      case DRAIN -> {
        body.put("cluster", which);
        send("/v1/clusters/drain", body, "to drain " + which);
      }
    }
    return ClientExit.OK;
  }

  private void send(String path, ObjectNode body, String sentence)
      throws ApiRefused, IOException, InterruptedException {
    if (dryRun) {
      Order.planned(printed, "POST", path, body, "order " + sentence);
      return;
    }
    try (ApiClient client = api.client()) {
      JsonNode answer = client.send("POST", path, body, Map.of()).body();
      if (printed.isJson()) {
        printed.one(answer);
      } else {
        printed.sentence("ordered " + sentence + "; 'list cluster' shows when it is done");
      }
    }
  }
}
