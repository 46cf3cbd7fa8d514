package io.blinktwice.runtime.query;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.net.http.HttpHeaders;
import java.util.List;

/** Another instance has answered the request; this ends it here with that answer. */
final class Relayed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final List<String> HEADERS =
      List.of("Content-Type", "Retry-After", "Location", "ETag", Staleness.HEADER);

  private final int status;
  private final transient HttpHeaders headers;
  private final byte[] body;

  Relayed(java.net.http.HttpResponse<byte[]> answer) {
    super("answered by " + answer.uri().getAuthority(), null, false, false);
    this.status = answer.statusCode();
    this.headers = answer.headers();
    this.body = answer.body();
  }

  HttpResponse<byte[]> response() {
    MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>status(status, null).body(body);
    for (String name : HEADERS) {
      headers.firstValue(name).ifPresent(value -> response.header(name, value));
    }
    return response;
  }
}
