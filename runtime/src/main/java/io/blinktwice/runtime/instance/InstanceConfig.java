package io.blinktwice.runtime.instance;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where this process runs and how others know it: the same for all of its roles.
 *
 * @param instance stable name of this process among those of the installation
 * @param advertised {@code host:port} under which other instances reach its HTTP API
 * @param stateDirectory folder of its local state; each process has its own
 * @param furtherHosts names under which callers reach it beside loopback and {@link #advertised()},
 *     such as that of a proxy in front
 */
@ConfigurationProperties("blinktwice")
public record InstanceConfig(
    @Bindable(defaultValue = "local") String instance,
    @Bindable(defaultValue = "127.0.0.1:15080") String advertised,
    @Bindable(defaultValue = ".blinktwice/state") Path stateDirectory,
    @Bindable(defaultValue = "") List<String> furtherHosts) {
  public InstanceConfig {
    furtherHosts = furtherHosts.stream().filter(name -> !name.isBlank()).toList();
    List<String> problems = new ArrayList<>();
    if (!instance.matches("[A-Za-z0-9._-]{1,100}")) {
      problems.add("blinktwice.instance holds letters, digits, '.', '_' and '-' only");
    }
    if (!advertised.matches("[^\\s:]+:\\d{1,5}")) {
      problems.add("blinktwice.advertised has the form host:port");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** The host of {@link #advertised()}. */
  public String advertisedHost() {
    return advertised.substring(0, advertised.lastIndexOf(':'));
  }
}
