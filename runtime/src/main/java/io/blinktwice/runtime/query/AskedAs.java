package io.blinktwice.runtime.query;

import io.micronaut.http.HttpRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** As whom an instance is asked for a key. Whoever was asked by another instance asks nobody. */
enum AskedAs {
  /** By a client: whoever has the key is to answer. */
  ANYONE,
  OWNER,
  STANDBY;

  /** The header by which one instance asks another; it also keeps a question from going round. */
  static final String HEADER = "X-Blinktwice-Asked-As";

  static AskedAs of(@Nullable HttpRequest<?> request) {
    String said = request == null ? null : request.getHeaders().get(HEADER);
    if (said == null) {
      return ANYONE;
    }
    return said.equals(STANDBY.word()) ? STANDBY : OWNER;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
