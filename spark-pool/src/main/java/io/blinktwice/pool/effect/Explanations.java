package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.EnrichmentRequest;
import io.blinktwice.pool.decision.ConfigurationDiff;
import io.blinktwice.pool.decision.ConfigurationDiff.Launched;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.LogExcerpt;
import io.blinktwice.pool.decision.ServerSize;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What this pool can tell of a failure: its servers' logs, and how they were launched. */
final class Explanations {
  /** A failure that is asked about is a few minutes old: it stands near the end. */
  private static final int READ_AT_MOST = 4 << 20;

  private final EngineInstallations installations;
  private final Function<EngineVersion, Optional<LaunchSpec>> specs;
  private final ServerSize size;

  /**
   * @param specs how a version is launched here, if it is
   */
  Explanations(
      EngineInstallations installations,
      Function<EngineVersion, Optional<LaunchSpec>> specs,
      ServerSize size) {
    this.installations = installations;
    this.specs = specs;
    this.size = size;
  }

  /** Empty if the version's servers have written no log here. */
  Optional<LogExcerpt> log(EnrichmentRequest request) throws IOException {
    Optional<Path> file =
        spec(request.getFailedVersion())
            .map(spec -> installations.log(spec.version()))
            .filter(Files::isRegularFile);
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(LogExcerpt.around(request.getClues(), end(file.get())));
  }

  private static String end(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - READ_AT_MOST));
      return new String(
          Channels.newInputStream(channel).readNBytes(READ_AT_MOST), StandardCharsets.UTF_8);
    }
  }

  /** Empty unless this pool runs both versions. */
  Optional<String> configuration(EnrichmentRequest request) throws IOException {
    Optional<LaunchSpec> failed = spec(request.getFailedVersion());
    Optional<LaunchSpec> good = spec(request.getGoodVersion());
    return failed.isEmpty() || good.isEmpty()
        ? Optional.empty()
        : Optional.of(ConfigurationDiff.of(launched(failed.get()), launched(good.get())));
  }

  private Optional<LaunchSpec> spec(@Nullable String version) {
    try {
      return version == null ? Optional.empty() : specs.apply(new EngineVersion(version));
    } catch (InvalidIdentifier e) {
      return Optional.empty();
    }
  }

  boolean runs(String version) {
    return spec(version).isPresent();
  }

  private Launched launched(LaunchSpec spec) throws IOException {
    EngineInstallations.Engine engine = installations.engine(spec);
    List<String> parts = new ArrayList<>(installations.flags(spec, size));
    parts.add("java " + engine.javaHome().getFileName());
    for (Path entry : engine.classPath()) {
      Path folder = entry.getParent();
      if (entry.endsWith("*") && folder != null && Files.isDirectory(folder)) {
        parts.addAll(jars(folder));
      }
    }
    return new Launched(spec.version().value(), parts);
  }

  private static List<String> jars(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
      jars.forEach(jar -> names.add("jar " + jar.getFileName()));
    }
    return names;
  }
}
