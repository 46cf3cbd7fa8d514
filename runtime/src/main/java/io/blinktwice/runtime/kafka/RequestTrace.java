package io.blinktwice.runtime.kafka;

import io.micronaut.http.context.ServerRequestContext;
import java.util.Optional;

/** The trace that the HTTP request at hand belongs to, by what its sender says. */
final class RequestTrace {
  private RequestTrace() {}

  static Optional<String> current() {
    return ServerRequestContext.currentRequest()
        .map(request -> request.getHeaders().get(CloudEvents.TRACE_PARENT));
  }
}
