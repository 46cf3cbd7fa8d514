package io.blinktwice.runtime.kafka;

import io.micronaut.http.context.ServerRequestContext;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/** The trace that the HTTP request at hand belongs to, by what its sender says. */
final class RequestTrace {
  private RequestTrace() {}

  static void carry(Headers headers) {
    ServerRequestContext.currentRequest()
        .map(request -> request.getHeaders().get(CloudEvents.TRACE_PARENT))
        .ifPresent(
            trace -> headers.add(CloudEvents.TRACE_PARENT, trace.getBytes(StandardCharsets.UTF_8)));
  }
}
