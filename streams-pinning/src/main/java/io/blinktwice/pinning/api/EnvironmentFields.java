package io.blinktwice.pinning.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Environment;
import io.blinktwice.events.EnvironmentState;
import io.blinktwice.runtime.http.Fields;
import io.blinktwice.runtime.http.JsonBody;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An environment as somebody registers it, checked whole. */
final class EnvironmentFields {
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}");
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_ADVICE = 2_000;
  private static final int MOST_DEPENDENCIES = 500;
  private static final int MOST_EXCLUDED = 200;

  private EnvironmentFields() {}

  static Environment read(String version, byte[] body, String actor, Instant now) {
    Fields fields = new Fields(JsonBody.object(body), EnvironmentBody.class);
    if (!VERSION.matcher(version).matches()) {
      fields.wrong(
          "an environment's version has up to 128 letters, digits and . _ + -, such as py312-4");
    }
    Optional<EngineVersion> oldest = engine(fields, "oldestEngine");
    Optional<EngineVersion> newest = engine(fields, "newestEngine");
    if (oldest.isPresent() && newest.isPresent() && oldest.get().compareTo(newest.get()) > 0) {
      fields.wrong("'oldestEngine' is newer than 'newestEngine'");
    }
    EnvironmentState state =
        fields
            .word("state", EnumSet.complementOf(EnumSet.of(EnvironmentState.UNKNOWN)))
            .orElse(EnvironmentState.SUPPORTED);
    Environment environment =
        Environment.newBuilder()
            .setVersion(version)
            .setClientApi(fields.text("clientApi", LONGEST_NAME).orElse(""))
            .setClientType(fields.text("clientType", LONGEST_NAME).orElse(""))
            .setRuntime(fields.text("runtime", LONGEST_NAME).orElse(""))
            .setDependencies(fields.textsByName("dependencies", MOST_DEPENDENCIES, LONGEST_NAME))
            .setOldestEngine(oldest.map(EngineVersion::value).orElse(null))
            .setNewestEngine(newest.map(EngineVersion::value).orElse(null))
            .setExcludedEngines(excluded(fields))
            .setState(state)
            .setAdvice(fields.text("advice", LONGEST_ADVICE).orElse(null))
            .setRegisteredBy(actor)
            .setRegisteredAt(now)
            .build();
    fields.refuseProblems();
    return environment;
  }

  private static Optional<EngineVersion> engine(Fields fields, String name) {
    return fields.understood(name, LONGEST_NAME, EngineVersion::new);
  }

  private static List<String> excluded(Fields fields) {
    List<String> excluded = fields.texts("excludedEngines", MOST_EXCLUDED, LONGEST_NAME);
    for (String version : excluded) {
      try {
        EngineVersion unused = new EngineVersion(version);
      } catch (IllegalArgumentException e) {
        fields.wrong("'excludedEngines': " + e.getMessage());
      }
    }
    return excluded;
  }
}
