package io.blinktwice.app.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this machine has its Spark of each version.
 *
 * @param byVersion those that were named one by one
 * @param template a folder with {@code {version}} in it, for all others
 */
record EngineHomes(Map<String, Path> byVersion, Optional<String> template) {
  static final String VERSION = "{version}";

  EngineHomes {
    byVersion = Map.copyOf(byVersion);
  }

  /** Each as {@code 4.2.0=/opt/spark-4.2.0} or {@code /opt/spark-{version}}. */
  static EngineHomes of(List<String> said) {
    Map<String, Path> byVersion = new HashMap<>();
    Optional<String> template = Optional.empty();
    for (String one : said) {
      int equals = one.indexOf('=');
      if (one.contains(VERSION) && equals < 0) {
        template = Optional.of(one);
      } else if (equals > 0 && equals < one.length() - 1) {
        byVersion.put(one.substring(0, equals), Path.of(one.substring(equals + 1)));
      } else {
        throw new IllegalArgumentException(
            "--spark-home is VERSION=FOLDER, or a folder with {version} in it, not " + one);
      }
    }
    return new EngineHomes(byVersion, template);
  }

  /** The folder of a version, where it is there. */
  Optional<Path> find(String version) {
    return Optional.ofNullable(byVersion.get(version))
        .or(() -> template.map(text -> Path.of(text.replace(VERSION, version))))
        .filter(Files::isDirectory);
  }

  boolean isEmpty() {
    return byVersion.isEmpty() && template.isEmpty();
  }
}
