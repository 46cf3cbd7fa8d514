package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.Progress;
import io.blinktwice.runtime.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the class caches that are missing or do not fit any more: starts broker, registry and
 * control plane once, in a folder of its own, and has the JDK remember what they loaded.
 *
 * <p>A cache is there whole or not at all, and its key is written after it. Every wait is bounded;
 * who calls this can do without caches.
 */
public final class ClassTraining {
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
  private static final Duration MADE_WITHIN = Duration.ofSeconds(90);
  private static final Duration PROBE_EVERY = Duration.ofMillis(100);

  private final InstallationPlan plan;
  private final Path caches;
  private final Progress progress;

  public ClassTraining(ProgramHome home, Path artifacts, Progress progress) throws IOException {
    this.caches = home.classCaches();
    this.progress = progress;
    this.plan =
        new InstallationPlan(
            home,
            new InstallationFolder(caches.resolve("training")),
            Ports.free(),
            new Backbone.Embedded(),
            List.of(new EngineVersion("0.0.0")),
            artifacts,
            true);
  }

  /** Names of the components whose caches were made. */
  public Set<String> train() throws IOException, InterruptedException, InstallationFailed {
    plan.folder().delete();
    plan.folder().create();
    try (LocalHttp http = new LocalHttp(plan.folder())) {
      Set<String> stale = stale(http);
      if (!stale.isEmpty()) {
        forget(stale);
        record(stale, http);
        make(
            blueprints(new ClassCaches.Made(caches), http).stream()
                .filter(blueprint -> stale.contains(blueprint.name()))
                .toList());
      }
      // After a failure it stays until the next training: its logs say why.
      plan.folder().delete();
      return stale;
    }
  }

  private List<Blueprint> blueprints(ClassCaches how, LocalHttp http)
      throws IOException, InterruptedException {
    Programs programs = new Programs(plan, how);
    return List.of(
        programs.broker(),
        new RegistryProgram(plan, programs, http).blueprint(progress),
        programs.controlPlane(http));
  }

  private Set<String> stale(LocalHttp http) throws IOException, InterruptedException {
    Set<String> stale = new TreeSet<>();
    for (Blueprint blueprint : blueprints(new ClassCaches.Unused(), http)) {
      Path keyFile = keyFile(blueprint.name());
      boolean fits =
          Files.exists(keyFile)
              && Files.exists(ClassCaches.cache(caches, blueprint.name()))
              && Files.readString(keyFile).equals(key(blueprint));
      if (!fits) {
        stale.add(blueprint.name());
      }
    }
    return stale;
  }

  /** One that does not fit would only be warned about. */
  private void forget(Set<String> stale) throws IOException {
    for (String component : stale) {
      Files.deleteIfExists(keyFile(component));
      Files.deleteIfExists(ClassCaches.cache(caches, component));
    }
  }

  private void record(Set<String> stale, LocalHttp http)
      throws IOException, InterruptedException, InstallationFailed {
    List<ChildProcess> children = new ArrayList<>();
    try {
      List<Blueprint> blueprints = blueprints(new ClassCaches.Recorded(caches, stale), http);
      for (Blueprint blueprint : blueprints) {
        children.add(ChildProcess.start(blueprint.command()));
      }
      for (int i = 0; i < blueprints.size(); i++) {
        awaitReady(blueprints.get(i), children.get(i));
      }
      new FirstReleases(plan, http).register();
    } finally {
      // In order, the last started first: a JVM writes its recording when it ends.
      children.reversed().forEach(child -> child.stop(STOPPED_WITHIN));
    }
  }

  private static void awaitReady(Blueprint blueprint, ChildProcess child)
      throws InterruptedException, InstallationFailed {
    long deadline = System.nanoTime() + blueprint.readyWithin().toNanos();
    while (!answers(blueprint)) {
      if (!child.isAlive() || System.nanoTime() > deadline) {
        throw new InstallationFailed(
            "%s did not become ready; see %s".formatted(child.name(), child.log()));
      }
      Thread.sleep(PROBE_EVERY);
    }
  }

  private static boolean answers(Blueprint blueprint) throws InterruptedException {
    try {
      return blueprint.probe().succeeds();
    } catch (IOException e) {
      return false;
    }
  }

  /** All at once: each keeps one core busy for the better part of half a minute. */
  private void make(List<Blueprint> blueprints)
      throws IOException, InterruptedException, InstallationFailed {
    List<ChildProcess> makers = new ArrayList<>();
    try {
      for (Blueprint blueprint : blueprints) {
        makers.add(ChildProcess.start(blueprint.command()));
      }
      for (int i = 0; i < makers.size(); i++) {
        takeOver(blueprints.get(i), makers.get(i));
      }
    } finally {
      makers.forEach(ChildProcess::close);
      for (Blueprint blueprint : blueprints) {
        Files.deleteIfExists(ClassCaches.unfinished(caches, blueprint.name()));
        Files.deleteIfExists(ClassCaches.recording(caches, blueprint.name()));
      }
    }
  }

  private void takeOver(Blueprint blueprint, ChildProcess maker)
      throws IOException, InterruptedException, InstallationFailed {
    String component = blueprint.name();
    Path unfinished = ClassCaches.unfinished(caches, component);
    try {
      int code = maker.exit().get(MADE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      if (code != 0 || !Files.isRegularFile(unfinished)) {
        throw new InstallationFailed(
            "the JDK made no cache for %s (exit code %d); see %s"
                .formatted(component, code, maker.log()));
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new InstallationFailed(
          "no cache for %s within %d s".formatted(component, MADE_WITHIN.toSeconds()), e);
    }
    Files.move(
        unfinished, ClassCaches.cache(caches, component), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(keyFile(component), key(blueprint));
  }

  private Path keyFile(String component) {
    return caches.resolve(component + ".key");
  }

  private static String key(Blueprint blueprint) throws IOException {
    return ClassCacheKey.of(blueprint.command()).value();
  }
}
