package io.blinktwice.app;

import io.blinktwice.app.installation.Access;
import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.Ports;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.app.server.ClusterSettings;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every subcommand that is about an installation on this machine. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class InstallationOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      defaultValue = "${sys:blinktwice.home}/.blinktwice",
      description = "Where the installation is kept: ${DEFAULT-VALUE}.")
  private Path folder;

  @Option(
      names = "--ephemeral",
      description = "Keep it in a temporary folder that goes when it ends.")
  private boolean ephemeral;

  @Option(
      names = {"--engines", "--pools"},
      split = ",",
      paramLabel = "VERSION",
      defaultValue = "3.5.7,4.2.0",
      description = "Spark versions to run, the first stable one first: ${DEFAULT-VALUE}.")
  private List<EngineVersion> engines;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Added to every port: " + Ports.DEFAULTS + ".")
  private int portOffset;

  @Mixin private ClusterOptions cluster;

  InstallationPlan plan() throws IOException {
    return plan(ephemeral);
  }

  /** As if {@code --ephemeral} had been given. */
  InstallationPlan ephemeralPlan() throws IOException {
    return plan(true);
  }

  private InstallationPlan plan(boolean temporary) throws IOException {
    if (temporary && spec.commandLine().getParseResult().hasMatchedOption("--dir")) {
      throw new ParameterException(
          spec.commandLine(),
          "--dir goes with an installation that stays, not with a temporary one");
    }
    ProgramHome home = ProgramHome.ofThisProcess();
    refuseUnknownEngines(home);
    return new InstallationPlan(
        home,
        new InstallationFolder(
            temporary ? Files.createTempDirectory("blinktwice-") : chosenFolder()),
        ports(),
        backbone(),
        engines,
        PinnedArtifacts.defaultCache(System.getenv(), Path.of(System.getProperty("user.home"))),
        temporary);
  }

  /** At once: its artifacts are looked for only when everything else runs. */
  private void refuseUnknownEngines(ProgramHome home) throws IOException {
    List<EngineVersion> known = home.engineVersions();
    for (EngineVersion engine : engines) {
      if (!known.isEmpty() && !known.contains(engine)) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no engine %s; there are %s"
                .formatted(
                    engine,
                    known.stream().map(EngineVersion::value).collect(Collectors.joining(", "))));
      }
    }
  }

  private Path chosenFolder() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(), "--dir " + folder + " is a file, not a folder");
    }
    return folder;
  }

  private Ports ports() {
    try {
      return Ports.shiftedBy(portOffset);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Backbone backbone() throws IOException {
    if (!cluster.namesKafka()) {
      cluster.refuseWithoutKafka();
      return new Backbone.Embedded();
    }
    KafkaConnection connection = cluster.settings().connection();
    Access access =
        new Access(connection.topicPrefix(), connection.clientProperties(), cluster.arguments());
    String servers = connection.bootstrapServers();
    return cluster.namesRegistry()
        ? new Backbone.Existing(servers, connection.registryUrl(), access)
        : new Backbone.ExistingKafka(servers, access);
  }

  /** The Kafka and the registry that it is to use, where it is to use existing ones. */
  Optional<ClusterSettings> existing() throws IOException {
    return cluster.namesKafka() ? Optional.of(cluster.settings()) : Optional.empty();
  }

  boolean namesRegistry() throws IOException {
    return cluster.namesRegistry();
  }
}
