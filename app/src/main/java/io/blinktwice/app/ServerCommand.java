package io.blinktwice.app;

import io.blinktwice.app.installation.BootstrapServers;
import io.blinktwice.app.server.Role;
import io.blinktwice.app.server.Server;
import io.blinktwice.app.server.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
      defaultValue = "classifier,pinning,rollout,router",
      description = "Which roles: ${DEFAULT-VALUE}.")
  private List<String> roles;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings.")
  private Optional<Path> config;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers.")
  private Optional<BootstrapServers> kafka;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Base of the registry's Confluent-compatible API.")
  private Optional<String> registry;

  @Option(names = "--http-port", paramLabel = "PORT", description = "Port of the HTTP API.")
  private Optional<Integer> httpPort;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      description = "Port for Spark Connect clients.")
  private Optional<Integer> gatewayPort;

  @Option(names = "--state", paramLabel = "FOLDER", description = "Where local state is kept.")
  private Optional<Path> state;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other setting; may be repeated.")
  private Map<String, String> others = Map.of();

  @Override
  public Integer call() throws Exception {
    ServerSettings settings =
        new ServerSettings(
            chosenRoles(),
            existing(config),
            new ServerSettings.Options(
                kafka.map(BootstrapServers::value),
                registry,
                httpPort,
                gatewayPort,
                state,
                others));
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

  private Optional<Path> existing(Optional<Path> file) {
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new ParameterException(
          spec.commandLine(), "there is no readable file " + file.get().toAbsolutePath());
    }
    return file;
  }
}
