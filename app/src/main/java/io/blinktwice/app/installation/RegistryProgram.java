package io.blinktwice.app.installation;

import io.blinktwice.runtime.artifact.Progress;
import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The schema registry: Apicurio's own server, unpacked once beside its archive in the cache.
 *
 * <p>Its schemas are in a file database in the installation's folder, committed before a
 * registration is answered: an id that a record carries must not be given twice after a crash.
 */
final class RegistryProgram {
  static final String PIN = "registry-3.3.3";
  private static final String ARCHIVE = "apicurio-registry-app-3.3.3-all.tar.gz";
  private static final String REQUIRED = "FULL_TRANSITIVE";
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  private final InstallationPlan plan;
  private final Programs programs;
  private final LocalHttp http;

  RegistryProgram(InstallationPlan plan, Programs programs, LocalHttp http) {
    this.plan = plan;
    this.programs = programs;
    this.http = http;
  }

  /** Where the unpacked server of a fetched archive is kept. */
  static Path unpackedBeside(Path fetched) {
    return fetched.resolveSibling(fetched.getFileName() + ".unpacked");
  }

  Blueprint blueprint(Progress progress) throws IOException, InterruptedException {
    Path fetched =
        new io.blinktwice.runtime.artifact.PinnedArtifacts(plan.home().maven(), plan.cache())
            .fetch(plan.home().pinned(PIN), progress);
    Path server = unpackedBeside(fetched);
    if (!Files.isDirectory(server)) {
      progress.on(new Progress.Step(PIN, 1, 1, 0, "unpacking"));
      unpack(fetched.resolve(ARCHIVE), server);
    }
    return new Blueprint(command(server), this::isReady, READY_WITHIN);
  }

  /** Unpacks under another name, so that the server is there whole or not at all. */
  private static void unpack(Path archive, Path server) throws IOException, InterruptedException {
    String prefix = server.getFileName() + ".by-";
    Path cache = server.toAbsolutePath().getParent();
    if (cache == null) {
      throw new IllegalStateException(server + " is in no folder");
    }
    removeLeftovers(cache, prefix);
    Path staging = Files.createTempDirectory(cache, prefix + ProcessHandle.current().pid() + "-");
    try {
      Process tar =
          new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", staging.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(tar.getInputStream().readAllBytes());
      if (tar.waitFor() != 0) {
        throw new IOException("'tar' could not unpack %s: %s".formatted(archive, said.strip()));
      }
      Files.move(staging, server, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      // Another installation unpacked it at the same moment: the same bytes.
    } finally {
      new InstallationFolder(staging).delete();
    }
  }

  /** What processes left that were killed while they unpacked; the name says which. */
  private static void removeLeftovers(Path cache, String prefix) throws IOException {
    Pattern leftover = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,18})-.*");
    try (Stream<Path> entries = Files.list(cache)) {
      for (Path entry : entries.toList()) {
        Matcher by = leftover.matcher(entry.getFileName().toString());
        if (by.matches() && ProcessHandle.of(Long.parseLong(by.group(1))).isEmpty()) {
          new InstallationFolder(entry).delete();
        }
      }
    }
  }

  /**
   * The server's jars on a plain class path, rewritten classes first, as its own class loader would
   * look for them: the JDK remembers no classes of other class loaders than its own.
   */
  private JavaCommand command(Path server) {
    return programs.command(
        Programs.REGISTRY,
        flags(),
        List.of(
            server.resolve("quarkus/transformed-bytecode.jar"),
            server.resolve("quarkus/generated-bytecode.jar"),
            server.resolve("app/*"),
            server.resolve("lib/boot/*"),
            server.resolve("lib/main/*"),
            plan.home().lifelineClassPath()),
        "io.quarkus.runner.GeneratedMain",
        List.of());
  }

  private List<String> flags() {
    Path database = plan.folder().data().resolve("registry/registry");
    return List.of(
        "-Xmx160m",
        "-XX:TieredStopAtLevel=1",
        // JBoss Threads resets thread locals by reflection.
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + plan.ports().registry(),
        // Health and metrics listen on all interfaces unless told otherwise; any free port will do.
        "-Dquarkus.management.host=127.0.0.1",
        "-Dquarkus.management.port=0",
        "-Dquarkus.http.access-log.enabled=false",
        "-Dquarkus.banner.enabled=false",
        "-Dquarkus.log.category.\"io.apicurio\".level=WARN",
        "-Dquarkus.log.console.format=%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c %m%n",
        "-Dapicurio.storage.kind=sql",
        "-Dapicurio.storage.sql.kind=h2",
        // The default writes half a second late: after kill -9 an answered id would be forgotten.
        "-Dapicurio.datasource.url=jdbc:h2:file:" + database + ";WRITE_DELAY=0",
        "-Dapicurio.datasource.jdbc.initial-size=2",
        "-Dapicurio.datasource.jdbc.min-size=2",
        "-Dapicurio.datasource.jdbc.max-size=10");
  }

  /** Ready means that it also refuses incompatible schemas; out of the box it takes any. */
  private boolean isReady() throws IOException, InterruptedException {
    URI config = URI.create(plan.addresses().kafka().registryUrl() + "/config");
    LocalHttp.Answer now = http.get(config);
    if (now.isOk() && !now.body().contains(REQUIRED)) {
      http.send("PUT", config, "{\"compatibility\": \"%s\"}".formatted(REQUIRED));
      now = http.get(config);
    }
    return now.isOk() && now.body().contains(REQUIRED);
  }
}
