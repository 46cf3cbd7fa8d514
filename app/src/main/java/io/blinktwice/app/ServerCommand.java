package io.blinktwice.app;

import io.blinktwice.app.server.Role;
import io.blinktwice.app.server.Server;
import io.blinktwice.app.server.ServerSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code server}: some or all roles of the control plane in this process. */
@Command(
    name = "server",
    description =
        "Runs roles of the control plane against a Kafka and a registry that run already.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every setting is also a key of the file and an environment variable:",
      "blinktwice.kafka.bootstrap-servers is BLINKTWICE_KAFKA_BOOTSTRAP_SERVERS.",
      ExitCode.LEGEND
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      defaultValue = "classifier,pinning,rollout,router,autoscaler",
      description = "Which roles: ${DEFAULT-VALUE}.")
  private List<String> roles;

  @Mixin private ClusterOptions cluster;

  @Option(names = "--http-port", paramLabel = "PORT", description = "Port of the HTTP API.")
  private Optional<Integer> httpPort;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      description = "Port for Spark Connect clients.")
  private Optional<Integer> gatewayPort;

  @Option(names = "--state", paramLabel = "FOLDER", description = "Where local state is kept.")
  private Optional<Path> state;

  @Override
  public Integer call() throws Exception {
    httpPort.ifPresent(port -> PortNumber.require(spec.commandLine(), "--http-port", port));
    gatewayPort.ifPresent(port -> PortNumber.require(spec.commandLine(), "--gateway-port", port));
    ServerSettings settings =
        new ServerSettings(
            chosenRoles(),
            cluster.file(),
            new ServerSettings.Options(
                cluster.kafka(),
                cluster.registry(),
                httpPort,
                gatewayPort,
                state,
                cluster.others()));
    try (Server server = Server.start(settings)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "server-shutdown"));
      Optional<String> dead = server.awaitEnd();
      dead.ifPresent(sentence -> spec.commandLine().getErr().println("blinktwice: " + sentence));
      return dead.isPresent() ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  private Set<Role> chosenRoles() {
    Set<Role> chosen = EnumSet.noneOf(Role.class);
    try {
      roles.forEach(word -> chosen.add(Role.of(word)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return chosen;
  }
}
