package io.blinktwice.app.installation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a component's JVM is told about the cache of its loaded and linked classes (JEP 483), which
 * halves the time to start.
 *
 * <p>The JVM itself judges whether a cache fits: one that was made by another JDK or of other jars
 * is left alone, with a warning in the component's log.
 */
public sealed interface ClassCaches {
  /** The environment variable that keeps the caches out of use: {@code off}. */
  String SWITCH = "BLINKTWICE_AOT";

  Pattern NUMBER = Pattern.compile("-\\d+$");

  /** Caches are used where they are there. */
  record Used(Path folder) implements ClassCaches {}

  /** Nothing is used and nothing recorded. */
  record Unused() implements ClassCaches {}

  /** What these components load is recorded, for caches to be made of; others use theirs. */
  record Recorded(Path folder, Set<String> components) implements ClassCaches {
    public Recorded {
      components = Set.copyOf(components);
    }
  }

  /** The JVM makes caches of what was recorded, and ends without having run the program. */
  record Made(Path folder) implements ClassCaches {}

  /** What an installation does unless it is told otherwise. */
  static ClassCaches of(ProgramHome home, Map<String, String> environment) {
    return "off".equals(environment.get(SWITCH)) ? new Unused() : new Used(home.classCaches());
  }

  /** In front of all other flags of the component's JVM. */
  default List<String> flags(String component) {
    return switch (this) {
      case Unused unused -> List.of();
      case Used(Path folder) -> using(folder, component);
      case Recorded(Path folder, Set<String> components) ->
          components.contains(component)
              ? List.of(
                  "-XX:AOTMode=record",
                  "-XX:AOTConfiguration=" + recording(folder, component),
                  // What was hot in a start of seconds would be optimised at once in each later
                  // one.
                  "-XX:+UnlockDiagnosticVMOptions",
                  "-XX:-AOTRecordTraining")
              : using(folder, component);
      case Made(Path folder) ->
          List.of(
              "-XX:AOTMode=create",
              "-XX:AOTConfiguration=" + recording(folder, component),
              "-XX:AOTCache=" + unfinished(folder, component),
              // Its saved adapters are mixed up at times: harmless, but a warning for each.
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:-AOTAdapterCaching");
    };
  }

  private static List<String> using(Path folder, String component) {
    Path cache = cache(folder, component);
    return Files.isRegularFile(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
  }

  /**
   * The pool has the control plane's class path, and so its cache; of several components that only
   * differ by a number behind their name, all have the same.
   */
  static Path cache(Path folder, String component) {
    String kind = NUMBER.matcher(component).replaceFirst("");
    String of = kind.equals(Programs.POOL) ? Programs.CONTROL_PLANE : kind;
    return folder.resolve(of + ".aot");
  }

  static Path unfinished(Path folder, String component) {
    return folder.resolve(component + ".unfinished");
  }

  static Path recording(Path folder, String component) {
    return folder.resolve(component + ".recorded");
  }
}
