package io.blinktwice.bench.trial;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.ClassCaches;
import io.blinktwice.app.installation.Happening;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.InstallationListener;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.Ports;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.app.installation.RolesProcess;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An installation for one measurement, on free ports and in a folder of its own, gone afterwards:
 * also after Ctrl-C, when only the shutdown hook is left to close it.
 */
public final class Trial implements AutoCloseable {
  private static final EngineVersion NONE = new EngineVersion("0.0.0");

  private final Path folder;
  private final Ports ports;
  private final InstallationPlan plan;
  private final Installation installation;
  private final Thread hook = new Thread(this::end, "trial-shutdown");

  public Trial(ClassCaches caches, InstallationListener listener) throws IOException {
    this(caches, listener, List.of(NONE));
  }

  private Trial(ClassCaches caches, InstallationListener listener, List<EngineVersion> releases)
      throws IOException {
    ports = Ports.free();
    folder = Files.createTempDirectory("blinktwice-bench-");
    plan =
        new InstallationPlan(
            ProgramHome.ofThisProcess(),
            new InstallationFolder(folder),
            ports,
            new Backbone.Embedded(),
            releases,
            PinnedArtifacts.defaultCache(System.getenv(), Path.of(System.getProperty("user.home"))),
            true);
    installation = new Installation(plan, caches, listener);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** As {@code up} would start it, told to nobody. */
  public static Trial ordinary() throws IOException {
    return new Trial(
        ClassCaches.of(ProgramHome.ofThisProcess(), System.getenv()), (Happening any) -> {});
  }

  /** The same with these releases in its catalogue, the stable one first. */
  public static Trial ofReleases(EngineVersion... releases) throws IOException {
    return new Trial(
        ClassCaches.of(ProgramHome.ofThisProcess(), System.getenv()),
        (Happening any) -> {},
        List.of(releases));
  }

  public InstallationPlan plan() {
    return plan;
  }

  public Installation installation() {
    return installation;
  }

  /** Some roles on the ports of the control plane, which must not run beside them. */
  public RolesProcess roles(String roles) {
    // Ends in a number, as all processes do that share the class cache of the control plane.
    return new RolesProcess("control-plane-1", roles, ports.http(), folder.resolve("state-1"));
  }

  /** Further roles, beside those. */
  public RolesProcess furtherRoles(String roles) {
    return new RolesProcess(
        "control-plane-2", roles, ports.poolMetrics(), folder.resolve("state-2"));
  }

  /** For what a benchmark itself keeps. */
  public Path folder() {
    return folder.resolve("bench");
  }

  private void end() {
    installation.close();
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook runs, and finds nothing left to do.
      Thread.currentThread().interrupt();
    }
  }
}
