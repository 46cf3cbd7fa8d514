package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.PinnedPom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What to start.
 *
 * @param engines versions to run, the fleet's first stable one first
 * @param cache of artifacts, shared by all installations of a user
 * @param ephemeral whether the folder goes when the installation ends
 * @param servers what its pool may start
 */
public record InstallationPlan(
    ProgramHome home,
    InstallationFolder folder,
    Ports ports,
    Backbone backbone,
    List<EngineVersion> engines,
    Path cache,
    boolean ephemeral,
    ServerLimits servers) {

  public InstallationPlan {
    engines = List.copyOf(engines);
    if (engines.isEmpty()) {
      throw new IllegalArgumentException("an installation needs at least one engine version");
    }
  }

  /** With the pool's own defaults. */
  public InstallationPlan(
      ProgramHome home,
      InstallationFolder folder,
      Ports ports,
      Backbone backbone,
      List<EngineVersion> engines,
      Path cache,
      boolean ephemeral) {
    this(home, folder, ports, backbone, engines, cache, ephemeral, ServerLimits.DEFAULT);
  }

  public InstallationPlan with(ServerLimits limits) {
    return new InstallationPlan(home, folder, ports, backbone, engines, cache, ephemeral, limits);
  }

  public Addresses addresses() {
    return Addresses.of(ports, backbone);
  }

  /** Names of what a start would fetch. */
  public List<String> missingArtifacts() throws IOException {
    List<String> missing = new ArrayList<>();
    for (PinnedPom pin : pins()) {
      if (!isCached(pin.name())) {
        missing.add(pin.name());
      }
    }
    return missing;
  }

  private List<PinnedPom> pins() {
    List<PinnedPom> pins = new ArrayList<>();
    if (backbone.hasOwnRegistry()) {
      pins.add(home.pinned(RegistryProgram.PIN));
    }
    engines.forEach(version -> pins.add(home.engine(version)));
    return pins;
  }

  private boolean isCached(String name) throws IOException {
    if (!Files.isDirectory(cache)) {
      return false;
    }
    Pattern whole = Pattern.compile(Pattern.quote(name) + "-[0-9a-f]{16}");
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.anyMatch(entry -> whole.matcher(entry.getFileName().toString()).matches());
    }
  }
}
