package io.blinktwice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged class paths of our processes: nothing on them is there twice. */
class ClassPathIT {
  private static final List<String> SHARED =
      List.of(
          "io/netty/",
          "com/fasterxml/jackson/",
          "org/slf4j/",
          "org/apache/avro/",
          "com/google/protobuf/",
          "org/apache/kafka/",
          "io/blinktwice/");
  private static final String LOGGING = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

  @ParameterizedTest
  @ValueSource(strings = {"target/lib", "../broker/target/lib"})
  void hasNoClassOfASharedLibraryTwice(Path folder) throws IOException {
    Map<String, TreeSet<String>> jarsByClass = new TreeMap<>();
    for (Path jar : jars(folder)) {
      for (String entry : entries(jar)) {
        if (entry.endsWith(".class") && SHARED.stream().anyMatch(entry::startsWith)) {
          jarsByClass.computeIfAbsent(entry, any -> new TreeSet<>()).add(name(jar));
        }
      }
    }
    assertFalse(jarsByClass.isEmpty());
    jarsByClass.values().removeIf(found -> found.size() == 1);
    assertEquals(Map.of(), jarsByClass);
  }

  @ParameterizedTest
  @ValueSource(strings = {"target/lib", "../broker/target/lib"})
  void logsThroughOneProvider(Path folder) throws IOException {
    TreeSet<String> providers = new TreeSet<>();
    for (Path jar : jars(folder)) {
      if (entries(jar).contains(LOGGING)) {
        providers.add(name(jar).replaceAll("-\\d.*", ""));
      }
    }
    assertEquals(List.of("logback-classic"), List.copyOf(providers));
  }

  @ParameterizedTest
  @ValueSource(strings = {"target/lib", "../broker/target/lib"})
  void hasOneVersionOfEachArtifact(Path folder) throws IOException {
    Map<String, TreeSet<String>> versions = new TreeMap<>();
    for (Path jar : jars(folder)) {
      Matcher parts = JAR.matcher(name(jar));
      if (parts.matches()) {
        versions.computeIfAbsent(parts.group(1), any -> new TreeSet<>()).add(parts.group(2));
      }
    }
    versions.values().removeIf(found -> found.size() == 1);
    assertEquals(Map.of(), versions);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name(file).endsWith(".jar")).toList();
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }
}
