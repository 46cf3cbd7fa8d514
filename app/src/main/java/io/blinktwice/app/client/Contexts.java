package io.blinktwice.app.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The control planes that somebody works with, each under a name of its own:
 *
 * <pre>
 * current: home
 * contexts:
 *   home: {api: 'http://127.0.0.1:15080'}
 *   work: {api: 'https://blinktwice.example.com', key-file: ~/.blinktwice-work, workspace: etl}
 *   corp: {api: 'https://bt.corp.example', issuer: 'https://id.corp.example', client-id: blinktwice-cli}
 * </pre>
 *
 * <p>Keys are in files of their own, never in this one; so is what {@code login} got from an
 * issuer.
 */
final class Contexts {
  private static final String VARIABLE = "BLINKTWICE_CONTEXTS";

  /** What sign-ins without a context are kept under. */
  private static final String NAMELESS = "default";

  private final Path file;
  private final Map<?, ?> said;

  private Contexts(Path file, Map<?, ?> said) {
    this.file = file;
    this.said = said;
  }

  /**
   * One of them; what is absent is as it is without a context.
   *
   * @param name what its sign-in is kept under
   * @param api where the control plane is
   * @param issuer who signs people in, by OpenID Connect
   * @param clientId what the issuer knows this program as
   */
  record Context(
      String name,
      Optional<String> api,
      Optional<Path> keyFile,
      Optional<String> workspace,
      Optional<String> issuer,
      Optional<String> clientId) {
    static final Context NONE =
        new Context(
            NAMELESS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** From where {@code BLINKTWICE_CONTEXTS} says, else from the user's own configuration. */
  static Contexts ofUser(Map<String, String> environment) throws IOException {
    return read(
        Optional.ofNullable(environment.get(VARIABLE))
            .map(Path::of)
            .orElse(folder(environment).resolve("contexts.yml")));
  }

  /** Where this program keeps what is the user's own. */
  static Path folder(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", ".");
    return Path.of(environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config"))
        .resolve("blinktwice");
  }

  static Contexts read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new Contexts(file, Map.of());
    }
    try {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      if (tree instanceof Map<?, ?> found) {
        return new Contexts(file, found);
      }
    } catch (YAMLException e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
    throw wrong(file, "it has 'current' and 'contexts'");
  }

  /** The one of that name, else the current one, else none. */
  Context find(Optional<String> named) {
    Optional<String> name = named.or(() -> text(said, "current"));
    if (name.isEmpty()) {
      return Context.NONE;
    }
    if (said.get("contexts") instanceof Map<?, ?> all
        && all.get(name.get()) instanceof Map<?, ?> one) {
      return new Context(
          name.get(),
          text(one, "api"),
          text(one, "key-file").map(path -> Path.of(path.replaceFirst("^~", home()))),
          text(one, "workspace"),
          text(one, "issuer"),
          text(one, "client-id"));
    }
    throw wrong(file, "it has no context " + name.get());
  }

  private static String home() {
    return System.getProperty("user.home", "~").replace("\\", "/");
  }

  private static Optional<String> text(Map<?, ?> map, String key) {
    return Optional.ofNullable(map.get(key)).map(String::valueOf);
  }

  private static IllegalArgumentException wrong(Path file, String why) {
    return new IllegalArgumentException(
        "the contexts in %s cannot be used: %s".formatted(file, why));
  }
}
