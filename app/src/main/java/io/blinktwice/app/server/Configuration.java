package io.blinktwice.app.server;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where settings come from: command line, then environment, then file, then our defaults. */
public final class Configuration {
  /** Above Micronaut's own sources: what a person typed wins. */
  private static final int COMMAND_LINE = 100;

  /** Below the environment (-200), above nothing but our defaults. */
  private static final int FILE = -300;

  private static final int DEFAULTS = -1_000;

  private Configuration() {}

  static ApplicationContextBuilder context(Optional<Path> file, Map<String, Object> commandLine)
      throws IOException {
    return context(defaults(), file, commandLine);
  }

  private static ApplicationContextBuilder context(
      Map<String, Object> defaults, Optional<Path> file, Map<String, Object> commandLine)
      throws IOException {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .bootstrapEnvironment(false)
        .banner(false)
        .propertySources(
            PropertySource.of("defaults", defaults, DEFAULTS),
            PropertySource.of("file", read(file), FILE),
            PropertySource.of("command line", commandLine, COMMAND_LINE));
  }

  /** For programs that need a cluster and no server. */
  public static ClusterSettings cluster(Optional<Path> file, Map<String, Object> commandLine)
      throws IOException {
    try (ApplicationContext unstarted = context(file, commandLine).build()) {
      return ClusterSettings.of(unstarted.getEnvironment().start());
    }
  }

  /** Whether somebody gave a value to this key. */
  public static boolean names(String key, Optional<Path> file, Map<String, Object> commandLine)
      throws IOException {
    try (ApplicationContext unstarted = context(Map.of(), file, commandLine).build()) {
      return unstarted.getEnvironment().start().containsProperty(key);
    }
  }

  static Map<String, Object> read(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return Map.of();
    }
    try (InputStream yaml = Files.newInputStream(file.get())) {
      return new YamlPropertySourceLoader().read(file.get().toString(), yaml);
    } catch (RuntimeException e) {
      throw new ConfigurationProblems.Unusable(
          List.of("%s is no YAML that can be read: %s".formatted(file.get(), inOneLine(e))));
    }
  }

  private static String inOneLine(RuntimeException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  static Map<String, Object> defaults() throws IOException {
    try (InputStream yaml = Configuration.class.getResourceAsStream("/blinktwice-defaults.yml")) {
      if (yaml == null) {
        throw new IllegalStateException("the program's own defaults are missing from its jar");
      }
      return new YamlPropertySourceLoader().read("defaults", yaml);
    }
  }
}
