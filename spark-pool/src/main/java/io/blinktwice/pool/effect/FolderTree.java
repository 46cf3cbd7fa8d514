package io.blinktwice.pool.effect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is emptied before each use. */
final class FolderTree {
  private FolderTree() {}

  static void emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path path : deepestFirst(folder)) {
        Files.deleteIfExists(path);
      }
    }
    Files.createDirectories(folder);
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
