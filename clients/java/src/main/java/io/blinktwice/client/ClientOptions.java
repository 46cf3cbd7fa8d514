package io.blinktwice.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the control plane is, and what to do without it.
 *
 * @param url the control plane
 * @param apiKey an API key or a token; role {@code operate} to report
 * @param fallbackVersion the version where nobody answers and nothing is known
 * @param state folder for answers and outbox; null for memory only
 * @param outboxEvents how many events wait at most
 */
public record ClientOptions(
    URI url,
    @Nullable String apiKey,
    @Nullable String fallbackVersion,
    @Nullable Path state,
    int outboxEvents) {
  private static final String LOCAL = "http://127.0.0.1:15080";
  private static final int OUTBOX_EVENTS = 10_000;

  /** From {@code BLINKTWICE_URL}, {@code _API_KEY}, {@code _FALLBACK_VERSION}, {@code _STATE}. */
  public static ClientOptions fromEnvironment() {
    return from(System.getenv(), Path.of(System.getProperty("user.home", ".")));
  }

  static ClientOptions from(Map<String, String> environment, Path home) {
    String state = environment.get("BLINKTWICE_STATE");
    String states = environment.get("XDG_STATE_HOME");
    Path usual = states == null ? home.resolve(".local/state") : Path.of(states);
    return new ClientOptions(
        URI.create(environment.getOrDefault("BLINKTWICE_URL", LOCAL)),
        environment.get("BLINKTWICE_API_KEY"),
        environment.get("BLINKTWICE_FALLBACK_VERSION"),
        state == null ? usual.resolve("blinktwice") : state.isEmpty() ? null : Path.of(state),
        OUTBOX_EVENTS);
  }
}
