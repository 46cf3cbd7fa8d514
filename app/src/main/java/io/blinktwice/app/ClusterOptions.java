package io.blinktwice.app;

import io.blinktwice.app.installation.BootstrapServers;
import io.blinktwice.app.server.ClusterSettings;
import io.blinktwice.app.server.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every subcommand that uses a Kafka and a registry which run already. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ClusterOptions {
  private static final String KAFKA = "blinktwice.kafka.bootstrap-servers";
  private static final String REGISTRY = "blinktwice.registry.url";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "The Kafka that runs already; several servers with commas.")
  private Optional<BootstrapServers> kafka;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Base of its schema registry's Confluent-compatible API.")
  private Optional<String> registry;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with settings: the place for passwords.")
  private Optional<Path> config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any other setting; may be repeated. blinktwice.kafka.KEY is Kafka's own KEY (security.protocol, sasl.jaas.config, ...).")
  private Map<String, String> others = Map.of();

  ClusterSettings settings() throws IOException {
    return Configuration.cluster(file(), given());
  }

  boolean namesKafka() throws IOException {
    return Configuration.names(KAFKA, file(), given());
  }

  boolean namesRegistry() throws IOException {
    return Configuration.names(REGISTRY, file(), given());
  }

  /** Nothing that was given may be ignored. */
  void refuseWithoutKafka() {
    if (registry.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--registry goes with --kafka: give both, or only --kafka");
    }
    if (config.isPresent() || !others.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--config and --set go with --kafka: without it, Kafka and the registry are our own");
    }
  }

  /** What tells another process of this program the same. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    config.ifPresent(
        path -> arguments.addAll(List.of("--config", path.toAbsolutePath().toString())));
    others.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return arguments;
  }

  private Map<String, Object> given() {
    Map<String, Object> given = new HashMap<>(others);
    kafka.ifPresent(servers -> given.put(KAFKA, servers.value()));
    registry.ifPresent(url -> given.put(REGISTRY, url));
    return given;
  }

  Optional<String> kafka() {
    return kafka.map(BootstrapServers::value);
  }

  Optional<String> registry() {
    return registry;
  }

  /** What was set beside Kafka and the registry. */
  Map<String, String> others() {
    return others;
  }

  /** The file with settings, which can be read. */
  Optional<Path> file() {
    if (config.isPresent() && !Files.isReadable(config.get())) {
      throw new ParameterException(
          spec.commandLine(), "there is no readable file " + config.get().toAbsolutePath());
    }
    return config;
  }
}
