package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resolve}: which version would this attempt get? Asking changes nothing. */
@Command(
    name = "resolve",
    description = "Says which version an attempt of a run gets, and why. Asking changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ResolveCommand implements Callable<Integer> {
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;

  @Parameters(paramLabel = "WORKLOAD", description = "Its name.")
  private String workload;

  @Option(names = "--run", paramLabel = "ID", description = "The run; a new one without it.")
  private Optional<String> run;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which attempt: ${DEFAULT-VALUE}.")
  private int attempt;

  @Option(
      names = "--environment",
      paramLabel = "VERSION",
      description = "The client's environment; versions that it does not support are refused.")
  private Optional<String> environment;

  @Option(names = "--explain", description = "Show every rule that was asked, too.")
  private boolean explain;

  @Override
  public Integer call() throws Exception {
    ObjectNode asked =
        ApiClient.JSON
            .createObjectNode()
            .put("workload", workload)
            .put("run", run.orElseGet(() -> UUID.randomUUID().toString()))
            .put("attempt", attempt);
    environment.ifPresent(version -> asked.put("environment", version));
    try (ApiClient client = api.client()) {
      printed.one(client.send("POST", "/v1/resolve?explain=" + explain, asked, Map.of()).body());
    }
    return ClientExit.OK;
  }
}
