package io.blinktwice.app.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line says about a server; it wins over the environment, which wins over the
 * file.
 *
 * @param file of YAML, with the same keys as {@link #properties()} and those of the roles
 * @param options given ones only: nothing here overrides a file by a default
 */
public record ServerSettings(Set<Role> roles, Optional<Path> file, Options options) {

  /** Each empty when it was not given. */
  public record Options(
      Optional<String> kafka,
      Optional<String> registry,
      Optional<Integer> httpPort,
      Optional<Integer> gatewayPort,
      Optional<Path> state,
      Map<String, String> others) {}

  /** The keys that roles read, in the spelling that they are documented with. */
  Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    for (Role role : Role.values()) {
      properties.put("blinktwice.roles." + role.word(), roles.contains(role));
    }
    options.kafka().ifPresent(value -> properties.put("blinktwice.kafka.bootstrap-servers", value));
    options.registry().ifPresent(value -> properties.put("blinktwice.registry.url", value));
    options.gatewayPort().ifPresent(port -> properties.put("blinktwice.router.port", port));
    options
        .state()
        .ifPresent(
            folder ->
                properties.put("blinktwice.state-directory", folder.toAbsolutePath().toString()));
    options.httpPort().ifPresent(port -> properties.put("micronaut.server.port", port));
    properties.putAll(options.others());
    return properties;
  }
}
