package io.blinktwice.app;

import io.blinktwice.app.manifest.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code topics manifest}: our topics and everybody's rights as files; needs no Kafka. */
@Command(
    name = "manifest",
    description = {
      "Writes our topics and the rights of each role as files for other tools to carry out, for",
      "those who do not let programs make topics. Needs no Kafka."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class TopicsManifestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--as",
      paramLabel = "FORM",
      defaultValue = "kafka",
      description =
          "kafka (scripts around its own commands), strimzi or terraform: ${DEFAULT-VALUE}.")
  private String form;

  @Option(
      names = "--into",
      paramLabel = "FOLDER",
      description = "Where the files go; the current folder if none is named.")
  private Optional<Path> folder;

  @Option(names = "--force", description = "Overwrite files that are there and differ.")
  private boolean force;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "blinktwice",
      description = "What the names of topics begin with: ${DEFAULT-VALUE}.")
  private String prefix;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "24",
      description = "Partitions of topics that are spread, for good: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--replication",
      paramLabel = "N",
      defaultValue = "3",
      description = "Copies of each topic: ${DEFAULT-VALUE}.")
  private int replication;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "kafka",
      description = "Strimzi: the Kafka resource that they belong to: ${DEFAULT-VALUE}.")
  private String cluster;

  @Override
  public Integer call() throws IOException {
    Map<String, String> files;
    try {
      Manifest.Layout layout = new Manifest.Layout(prefix, partitions, replication);
      files = new TreeMap<>(Manifest.of(form, cluster).files(layout));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Path into = folder.orElse(Path.of("."));
    refuseToOverwrite(files, into);
    Files.createDirectories(into);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path written = Files.writeString(into.resolve(file.getKey()), file.getValue());
      if (file.getKey().endsWith(".sh") && !written.toFile().setExecutable(true)) {
        throw new IOException(written + " cannot be made executable");
      }
      spec.commandLine().getOut().println("wrote " + written);
    }
    return ExitCode.OK;
  }

  private void refuseToOverwrite(Map<String, String> files, Path into) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path there = into.resolve(file.getKey());
      if (!force
          && Files.exists(there)
          && !Arrays.equals(
              Files.readAllBytes(there), file.getValue().getBytes(StandardCharsets.UTF_8))) {
        throw new ParameterException(
            spec.commandLine(),
            "%s is there already and differs; --force overwrites it, --into FOLDER writes elsewhere"
                .formatted(there));
      }
    }
  }
}
