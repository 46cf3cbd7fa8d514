package io.blinktwice.runtime.query;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Duration;

/** Says in a header how old an answer may be that does not come from the owner of its key. */
@ServerFilter("/**")
final class Staleness {
  static final String HEADER = "X-Blinktwice-Staleness-Ms";

  static void mark(HttpRequest<?> request, Duration staleness) {
    request.setAttribute(HEADER, staleness.toMillis());
  }

  @ResponseFilter
  void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request
        .getAttribute(HEADER, Long.class)
        .ifPresent(millis -> response.header(HEADER, String.valueOf(millis)));
  }
}
