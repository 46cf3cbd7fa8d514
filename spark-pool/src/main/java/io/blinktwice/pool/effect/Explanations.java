package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.EnrichmentRequest;
import io.blinktwice.pool.decision.ConfigurationDiff;
import io.blinktwice.pool.decision.ConfigurationDiff.Launched;
import io.blinktwice.pool.decision.LogExcerpt;
import io.blinktwice.pool.decision.ServerLaunch;
import io.blinktwice.pool.decision.ServerSpec;
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
import org.jspecify.annotations.Nullable;

/** What this pool can tell of a failure: its servers' logs, and how they were launched. */
final class Explanations {
  /** A failure that is asked about is a few minutes old: it stands near the end. */
  private static final int READ_AT_MOST = 4 << 20;

  private final List<SparkConnectServer.Installation> installations;

  Explanations(List<SparkConnectServer.Installation> installations) {
    this.installations = List.copyOf(installations);
  }

  /** Empty if the version's servers have written no log here. */
  Optional<LogExcerpt> log(EnrichmentRequest request) throws IOException {
    Optional<Path> file =
        installation(request.getFailedVersion())
            .map(SparkConnectServer.Installation::log)
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
    Optional<SparkConnectServer.Installation> failed = installation(request.getFailedVersion());
    Optional<SparkConnectServer.Installation> good = installation(request.getGoodVersion());
    return failed.isEmpty() || good.isEmpty()
        ? Optional.empty()
        : Optional.of(ConfigurationDiff.of(launched(failed.get()), launched(good.get())));
  }

  private Optional<SparkConnectServer.Installation> installation(@Nullable String version) {
    return installations.stream()
        .filter(installed -> installed.version().value().equals(version))
        .findFirst();
  }

  boolean runs(String version) {
    return installation(version).isPresent();
  }

  private static Launched launched(SparkConnectServer.Installation installed) throws IOException {
    EngineVersion version = installed.version();
    ServerSpec spec = new ServerSpec(version, installed.size(), 0, Path.of("work"));
    List<String> parts = new ArrayList<>(ServerLaunch.of(spec, installed.secret()).jvmFlags());
    parts.add("java " + installed.javaHome().getFileName());
    for (Path entry : installed.classPath()) {
      Path folder = entry.getParent();
      if (entry.endsWith("*") && folder != null && Files.isDirectory(folder)) {
        parts.addAll(jars(folder));
      }
    }
    return new Launched(version.value(), parts);
  }

  private static List<String> jars(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
      jars.forEach(jar -> names.add("jar " + jar.getFileName()));
    }
    return names;
  }
}
