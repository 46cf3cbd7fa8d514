package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.ServerLaunch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that servers of an engine load, as an archive that their JVM maps into memory instead
 * of reading each from its jar. It lies beside the engine's jars, one for each JDK.
 *
 * <p>A server that finds none keeps a list of what it loads; the next start makes the archive of
 * that list, once. Nothing here is ever needed: the JVM leaves an archive alone that is of other
 * jars or another JDK, or damaged, and whatever else goes wrong costs the time that it would have
 * spared. What cannot be made here is not tried again: its list is empty from then on.
 */
final class ClassArchive {
  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
  private static final long MADE_WITHIN_SECONDS = 120;
  private static final String RECORDING = "classes.loaded";

  /** What a JVM ends with that stumbles over itself. */
  private static final int CRASHED = 128 + 6;

  private final Path javaHome;
  private final Path jars;
  private final Path beside;
  private final String family;
  private final Path archive;
  private final Path list;

  /**
   * @param family what the names of all begin with that were made by the JDK of this place
   */
  private ClassArchive(Path javaHome, Path jars, String family, String base) {
    this.javaHome = javaHome;
    this.jars = jars;
    this.family = family;
    this.beside = Objects.requireNonNull(jars.getParent());
    this.archive = beside.resolve(base + ".jsa");
    this.list = beside.resolve(base + ".list");
  }

  static ClassArchive of(Path javaHome, Path jars) throws IOException {
    Path engine = jars.toAbsolutePath();
    String family =
        engine.getFileName() + ".classes-" + hash(javaHome.toRealPath().toString()) + "-";
    // A JDK that is renewed in its place says so in its file of that name.
    Path release = javaHome.resolve("release");
    String renewed = hash(Files.exists(release) ? Files.readString(release) : "");
    return new ClassArchive(javaHome, engine, family, family + renewed);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The flags of a server that is about to start; makes the archive first if it can be made now.
   *
   * @param temporary a folder of this server alone
   */
  List<String> flags(Path temporary) {
    if (!Files.exists(archive) && Files.exists(list)) {
      makeUnlessSomebodyDoes();
    }
    if (Files.exists(archive)) {
      return List.of("-XX:SharedArchiveFile=" + archive, "-XX:+VerifySharedSpaces");
    }
    return Files.exists(list)
        ? List.of()
        : List.of("-XX:DumpLoadedClassList=" + temporary.resolve(RECORDING));
  }

  /** A server of ours has answered: what it has loaded until now is what all of them load. */
  void answered(Path temporary) {
    Path recorded = temporary.resolve(RECORDING);
    if (!Files.exists(recorded) || Files.exists(list)) {
      return;
    }
    try {
      Path copy = Files.createTempFile(beside, list.getFileName() + ".", "");
      Files.copy(recorded, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, list, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.atInfo().setCause(e).log("what a server loads is not kept: the next start is no quicker");
    }
  }

  /** A server of ours has ended before its first answer. */
  void ended(int exitCode) {
    if (exitCode == CRASHED && Files.exists(archive)) {
      LOG.atWarn().addKeyValue("archive", archive).log("a server crashed on its class archive");
      giveUp();
    }
  }

  private void giveUp() {
    try {
      Files.deleteIfExists(archive);
      Files.writeString(list, "");
    } catch (IOException e) {
      LOG.atWarn().setCause(e).addKeyValue("archive", archive).log("could not be put away");
    }
  }

  private void makeUnlessSomebodyDoes() {
    Path lock = beside.resolve(list.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held != null && !Files.exists(archive) && Files.size(list) > 0) {
        make();
      }
    } catch (OverlappingFileLockException e) {
      LOG.atDebug().log("another server of this process makes the class archive");
    } catch (IOException e) {
      LOG.atInfo().setCause(e).log("no class archive was made");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make() throws IOException, InterruptedException {
    removeFormer();
    Path unfinished = unfinished();
    long began = System.nanoTime();
    ProcessBuilder dump =
        new ProcessBuilder(
                javaHome.resolve("bin/java").toString(),
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + unfinished,
                "-XX:+UseG1GC",
                "-Xmx512m",
                ServerLaunch.VECTORS,
                "-cp",
                jars.resolve("*").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    dump.environment().put("JDK_JAVA_OPTIONS", "");
    Process process = dump.start();
    try {
      if (process.waitFor(MADE_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
        LOG.atInfo()
            .addKeyValue("archive", archive)
            .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
            .log("class archive made: servers of this engine start sooner from now on");
      } else {
        LOG.atInfo().addKeyValue("archive", archive).log("no class archive can be made here");
        giveUp();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Of the JDK that was in the same place before, and what was interrupted. */
  private void removeFormer() throws IOException {
    Files.deleteIfExists(unfinished());
    String own = list.getFileName().toString().replace(".list", "");
    try (Stream<Path> all = Files.list(beside)) {
      for (Path each : all.toList()) {
        String name = each.getFileName().toString();
        if (name.startsWith(family) && !name.startsWith(own)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  private Path unfinished() {
    return beside.resolve(archive.getFileName() + ".unfinished");
  }
}
