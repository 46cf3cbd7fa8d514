package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
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

/** {@code release}: the catalogue of versions that may be rolled out. */
@Command(
    name = "release",
    description = {
      "Registers or retires a version of the catalogue; 'list release', 'get release' and",
      "'explain release' show it, 'rollout' gives it to the fleet."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ReleaseCommands implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Which version, and all that its commands have in common. */
  static final class Target {
    @Mixin private ApiOptions api;
    @Mixin private Printed printed;
    @Mixin private Order order;

    @Parameters(index = "0", paramLabel = "VERSION", description = "The version.")
    private String version;

    private int carryOut(String method, String path, ObjectNode body, String sentence)
        throws ApiRefused, IOException, InterruptedException {
      try (ApiClient client = api.client()) {
        return order.carryOut(
            client,
            new Order.Planned(
                method, "/v1/releases/" + encoded(version) + path, body, sentence + version),
            printed);
      }
    }
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "register",
      description = {
        "Puts a version into the catalogue, or changes what stands there.",
        "What is left out is as for a new version."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int register(
      @Mixin Target target,
      @Option(
              names = "--follows",
              paramLabel = "VERSION",
              description = "The version before it, which workloads are compared with.")
          Optional<String> predecessor,
      @Option(
              names = "--engine",
              paramLabel = "VERSION",
              description = "The Spark version that it runs, where that is not its own name.")
          Optional<String> engine,
      @Option(
              names = "--conf",
              paramLabel = "KEY=VALUE",
              description = "A setting of its servers; may be repeated.")
          Map<String, String> conf,
      @Option(names = "--notes", paramLabel = "TEXT", description = "What people should know.")
          Optional<String> notes)
      throws ApiRefused, IOException, InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    predecessor.ifPresent(version -> body.put("predecessor", version));
    engine.ifPresent(version -> body.put("engine", version));
    if (conf != null && !conf.isEmpty()) {
      ObjectNode settings = body.putObject("sparkConf");
      new LinkedHashMap<>(conf).forEach(settings::put);
    }
    notes.ifPresent(text -> body.put("notes", text));
    return target.carryOut("PUT", "", body, "register ");
  }

  @Command(
      name = "retire",
      description =
          "Lets nobody enter it any more; refused while workloads are pinned to it, unless they move.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int retire(
      @Mixin Target target,
      @Option(
              names = "--move-to",
              paramLabel = "VERSION",
              description = "Where workloads go that are pinned to it.")
          Optional<String> moveTo)
      throws ApiRefused, IOException, InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    moveTo.ifPresent(version -> body.put("pinned", "move").put("moveTo", version));
    body.put("reason", target.order.reason().orElse("from the command line"));
    return target.carryOut("POST", "/retire", body, "retire ");
  }
}
