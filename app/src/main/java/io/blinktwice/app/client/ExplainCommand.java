package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: why something is as it is. */
@Command(
    name = "explain",
    description = {
      "Says why: the version that a workload (or pin) is on and how it came to that, the verdict"
          + " on",
      "a run, the state of a release, a ticket with its members and its history, how many clusters"
          + " a pool has, where a session lives and what became of its operations (session), why it"
          + " and they went there (placement SESSION). 'explain fingerprint' says what a"
          + " fingerprint is made of."
    },
    subcommands = FingerprintCommand.class,
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ExplainCommand implements Callable<Integer> {
  private static final String EXPLAINED =
      "workload, pin, run, release, ticket, pool, session or placement";

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;
  @Mixin private RunOptions run;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "THING",
      description = "One of workload, pin, run, release, ticket, pool, session, placement.",
      converter = Thing.Named.class)
  private Optional<Thing> thing;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Which one.")
  private Optional<String> named;

  @Override
  public Integer call() throws Exception {
    Thing wanted = thing.orElseThrow(() -> wrong("say what: " + EXPLAINED));
    String name = named.orElseThrow(() -> wrong("say which one"));
    try (ApiClient client = api.client()) {
      printed.one(
          switch (wanted) {
            case PIN, WORKLOAD ->
                client.get("/v1/workloads/%s/history".formatted(encoded(name))).body();
            case RUN -> client.get(run.verdict(name, "0s")).body();
            case TICKET -> ticket(client, name);
            case RELEASE -> release(client, name);
            case POOL -> client.get("/v1/pools/%s/explain".formatted(encoded(name))).body();
            case SESSION -> session(client, name);
            case PLACEMENT -> client.get("/v1/placements/" + encoded(name)).body();
            case ENVIRONMENT, CLUSTER, QUEUE -> throw wrong("explain takes " + EXPLAINED);
          });
    }
    return ClientExit.OK;
  }

  /** With all of its members, of which the ticket itself shows only some. */
  private static ObjectNode ticket(ApiClient client, String id)
      throws ApiRefused, IOException, InterruptedException {
    String path = "/v1/tickets/" + encoded(id);
    ObjectNode told = (ObjectNode) client.get(path).body();
    told.remove("sample");
    told.putArray("members").addAll(client.pages(path + "/members?limit=1000", "members"));
    return told;
  }

  /** With its operations. */
  private static ObjectNode session(ApiClient client, String id)
      throws ApiRefused, IOException, InterruptedException {
    String path = "/v1/sessions/" + encoded(id);
    ObjectNode told = (ObjectNode) client.get(path).body();
    told.putArray("operations").addAll(client.pages(path + "/operations?limit=1000", "operations"));
    return told;
  }

  private ObjectNode release(ApiClient client, String name)
      throws ApiRefused, IOException, InterruptedException {
    ObjectNode told = (ObjectNode) client.get("/v1/releases/" + encoded(name)).body();
    for (JsonNode rollout : client.get("/v1/rollouts").body().path("rollouts")) {
      if (rollout.path("version").asText().equals(name)) {
        told.set("rollout", rollout.path("state"));
        told.set("share", rollout.path("share"));
        told.set("reasons", rollout.path("reasons"));
      }
    }
    return told;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
