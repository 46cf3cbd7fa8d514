package io.blinktwice.e2e;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.ClassCaches;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.Ports;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The program that was just built, and free ports for it. */
final class Workshop {
  static final EngineVersion STABLE = new EngineVersion("3.5.7");
  static final EngineVersion RELEASE = new EngineVersion("4.2.0");
  private static final String PROGRAM = "control-plane";
  private static final int STEP = 200;
  private static final int LAST_OFFSET = 15_000;
  private static final int FIRST_CLAIM = 14_800;
  private static final List<ServerSocket> CLAIMS = new CopyOnWriteArrayList<>();

  private Workshop() {}

  static InstallationPlan plan(Path folder, Backbone backbone, EngineVersion... engines) {
    return new InstallationPlan(
        ProgramHome.ofThisProcess(),
        new InstallationFolder(folder),
        Ports.shiftedBy(freeOffset()),
        backbone,
        List.of(engines),
        PinnedArtifacts.defaultCache(System.getenv(), Path.of(System.getProperty("user.home"))),
        false);
  }

  /**
   * An offset at which all ports are free; the defaults are left to whoever runs {@code up}. It
   * stays this JVM's until it ends: tests that run at the same time never share one.
   */
  static int freeOffset() {
    for (int offset = STEP; offset < LAST_OFFSET; offset += STEP) {
      if (claimed(offset)
          && Ports.taken(Ports.shiftedBy(offset).own(new Backbone.Embedded())).isEmpty()) {
        return offset;
      }
    }
    throw new IllegalStateException("no free ports below an offset of " + LAST_OFFSET);
  }

  /** By a port that nobody speaks to. */
  private static boolean claimed(int offset) {
    try {
      CLAIMS.add(
          new ServerSocket(FIRST_CLAIM + offset / STEP, 1, InetAddress.getLoopbackAddress()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the launcher tells the program's JVM, class caches included, and what is said here. */
  static List<String> flags(String... more) {
    ProgramHome home = ProgramHome.ofThisProcess();
    List<String> flags = new ArrayList<>(ClassCaches.of(home, System.getenv()).flags(PROGRAM));
    flags.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dblinktwice.home=" + home.root()));
    flags.addAll(List.of(more));
    return flags;
  }

  /** The launcher's program, as {@code ./blinktwice} starts it. */
  static ProcessBuilder program(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        flags("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:all=error:stderr"));
    command.add("-cp");
    command.add(
        ProgramHome.ofThisProcess().appClassPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(":")));
    command.add("io.blinktwice.app.Blinktwice");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
