package io.blinktwice.rollout;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where this instance of the role runs; the keys are those of every role of the process.
 *
 * @param instance stable name of this process among those of the installation
 * @param advertised {@code host:port} of its HTTP API
 * @param stateDirectory folder of its local state
 */
@ConfigurationProperties("blinktwice")
public record RolloutConfig(
    @Bindable(defaultValue = "local") String instance,
    @Bindable(defaultValue = "127.0.0.1:15080") String advertised,
    @Bindable(defaultValue = ".blinktwice/state") Path stateDirectory) {
  public RolloutConfig {
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
}
