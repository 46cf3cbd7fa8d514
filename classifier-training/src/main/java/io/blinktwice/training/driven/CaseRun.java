package io.blinktwice.training.driven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs one case on one server: its statements, and what is done to files between them. */
final class CaseRun implements AutoCloseable {
  private static final int TERMS = 3_000;
  private static final int FLIPPED = 16;
  private static final String CHECKSUMS = ".crc";

  private final DrivenSession session;
  private final LoopbackFaults faults;
  private final Path folder;
  private final Path local;
  private final List<SmallDisk> disks = new ArrayList<>();

  /**
   * A run.
   *
   * @param folder of the case alone
   * @param local where its server keeps shuffles and blocks
   */
  CaseRun(DrivenSession session, LoopbackFaults faults, Path folder, Path local) {
    this.session = session;
    this.faults = faults;
    this.folder = folder;
    this.local = local;
  }

  /** What the first step that failed said; empty where all succeeded. */
  Optional<String> of(DrivenCase made) throws IOException {
    for (String step : made.steps()) {
      Optional<String> said = step(filled(step));
      if (said.isPresent()) {
        return said;
      }
    }
    return Optional.empty();
  }

  private Optional<String> step(String step) throws IOException {
    List<String> words = List.of(step.split(" "));
    switch (words.getFirst()) {
      case "!delete" -> {
        delete(Path.of(words.get(1)));
        return Optional.empty();
      }
      case "!flip" -> {
        flip(Path.of(words.get(1)));
        return Optional.empty();
      }
      case "!spoil" -> {
        spoil(Path.of(words.get(1)));
        return Optional.empty();
      }
      case "!small" -> {
        disks.add(SmallDisk.at(Path.of(words.get(1)), "1m"));
        return Optional.empty();
      }
      case "!stream" -> {
        return session.readStream(words.get(1));
      }
      case "!view" -> {
        return session.viewStream(words.get(1), words.get(2), words.subList(3, words.size()));
      }
      case "!write" -> {
        return session.write(
            words.get(1),
            words.get(2),
            words.get(3),
            folder.resolve("written").toString(),
            String.join(" ", words.subList(4, words.size())));
      }
      default -> {
        return session.query(step);
      }
    }
  }

  private String filled(String step) {
    return step.replace("{dir}", folder.toString())
        .replace("{local}", local.toString())
        .replace("{closed}", String.valueOf(faults.closed()))
        .replace("{busy}", String.valueOf(faults.busy()))
        .replace("{slow}", String.valueOf(faults.slow()))
        .replace("{sum}", "1" + " + 1".repeat(TERMS))
        .replace("{deep}", "abs(".repeat(TERMS) + "1" + ")".repeat(TERMS));
  }

  /** Some bytes in the middle of each data file are turned over, as a bad disk does. */
  private static void flip(Path folder) throws IOException {
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      byte[] bytes = Files.readAllBytes(file);
      if (!name.endsWith(CHECKSUMS) && bytes.length > 0) {
        for (int i = bytes.length / 2;
            i < Math.min(bytes.length, bytes.length / 2 + FLIPPED);
            i++) {
          bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
      }
    }
  }

  /** The same where no checksum tells: what was written was wrong from the start. */
  private static void spoil(Path folder) throws IOException {
    for (Path file : files(folder)) {
      if (file.getFileName().toString().endsWith(CHECKSUMS)) {
        Files.delete(file);
      }
    }
    flip(folder);
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted(Comparator.reverseOrder()).toList();
    }
  }

  @Override
  public void close() throws IOException {
    for (SmallDisk disk : disks) {
      disk.close();
    }
  }
}
