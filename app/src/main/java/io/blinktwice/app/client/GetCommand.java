package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code get}: one thing as it is now. */
@Command(
    name = "get",
    description = {
      "Shows one pin, run, release, ticket, workload, environment, cluster, pool or session.",
      "A pin is named by its workload; a workload by its name or its fingerprint; a run's verdict",
      "needs --workload, and is waited for with --wait."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class GetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;
  @Mixin private RunOptions run;

  @Parameters(
      index = "0",
      paramLabel = "THING",
      description =
          "One of pin, run, release, ticket, workload, environment, cluster, pool,"
              + " session, placement.",
      converter = Thing.Named.class)
  private Thing thing;

  @Parameters(index = "1", paramLabel = "NAME", description = "Which one.")
  private String name;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "0s",
      description = "How long to wait for a verdict that is not there yet, up to 60s.")
  private String wait;

  @Override
  public Integer call() throws Exception {
    try (ApiClient client = api.client()) {
      printed.one(thing == Thing.CLUSTER ? cluster(client) : client.get(path()).body());
    }
    return ClientExit.OK;
  }

  private JsonNode cluster(ApiClient client) throws ApiRefused, IOException, InterruptedException {
    for (JsonNode cluster : client.get("/v1/clusters").body().path("clusters")) {
      if (cluster.path("cluster").asText().equals(name)) {
        return cluster;
      }
    }
    throw new ApiRefused(404, "there is no cluster " + name + "; 'list cluster' shows them");
  }

  private String path() {
    return switch (thing) {
      case PIN -> "/v1/workloads/%s/pin".formatted(encoded(name));
      case WORKLOAD -> "/v1/workloads/" + encoded(name);
      case RELEASE -> "/v1/releases/" + encoded(name);
      case ENVIRONMENT -> "/v1/environments/" + encoded(name);
      case TICKET -> "/v1/tickets/" + encoded(name);
      case RUN -> run.verdict(name, wait);
      case CLUSTER -> "/v1/clusters";
      case POOL -> "/v1/pools/" + encoded(name);
      case PLACEMENT -> "/v1/placements/" + encoded(name);
      case SESSION -> "/v1/sessions/" + encoded(name);
      case QUEUE ->
          throw new ParameterException(
              spec.commandLine(), "the queue is one: 'list queue' shows what waits in it");
    };
  }
}
