package io.blinktwice.client;

import io.blinktwice.client.Told.NotAnAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last answers of resolve, for the times when nobody answers; they outlive the process. */
final class KnownAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(KnownAnswers.class);
  private static final String STABLE = "stable";
  private static final int MOST_IN_MEMORY = 10_000;

  private final @Nullable Path folder;
  private final Clock clock;
  private final Map<String, Map<String, @Nullable Object>> memory =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, Map<String, @Nullable Object>> eldest) {
          return size() > MOST_IN_MEMORY;
        }
      };

  KnownAnswers(@Nullable Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  synchronized void remember(String workload, Resolved answer) {
    Map<String, @Nullable Object> told = answer.told();
    told.put("untilMillis", clock.millis() + answer.validFor().toMillis());
    keep(name(workload), told);
    String stable = answer.stable();
    if (stable != null) {
      Map<String, @Nullable Object> version = new LinkedHashMap<>();
      version.put("version", stable);
      keep(STABLE, version);
    }
  }

  /** The workload's last answer, while it is valid. */
  synchronized Optional<Resolved> of(String workload) {
    Map<String, @Nullable Object> told = kept(name(workload));
    if (!(told.get("untilMillis") instanceof Long until) || until < clock.millis()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Resolved.of(told));
    } catch (NotAnAnswer e) {
      return Optional.empty();
    }
  }

  synchronized Optional<String> stable() {
    return kept(STABLE).get("version") instanceof String version
        ? Optional.of(version)
        : Optional.empty();
  }

  private void keep(String name, Map<String, @Nullable Object> told) {
    memory.put(name, told);
    if (folder != null) {
      try {
        StateFile.writeWhole(folder.resolve(name + ".json"), Json.write(told));
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("an answer is remembered in memory only");
      }
    }
  }

  private Map<String, @Nullable Object> kept(String name) {
    Map<String, @Nullable Object> known = memory.get(name);
    if (known != null) {
      return known;
    }
    String text = folder == null ? null : StateFile.read(folder.resolve(name + ".json"));
    return text == null ? Map.of() : Json.readObject(text);
  }

  private static String name(String workload) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(workload.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
