package io.blinktwice.runtime.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it; absent members are left out.
 *
 * @param title what is wrong, in general
 * @param status the HTTP status
 * @param detail what is wrong here, and what to do
 * @param rule the rule that forbids what was asked for, where one does
 * @param errors all faults of the request, one by one, where there can be several
 * @param requestId the request that it answers; logs have the same
 */
@Serdeable
public record Problem(
    String title,
    int status,
    String detail,
    @Nullable String rule,
    List<String> errors,
    @Nullable String requestId) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }

  static Problem of(HttpStatus status, String detail) {
    return new Problem(status.getReason(), status.getCode(), detail, null, List.of(), null);
  }

  Problem of(String request) {
    return new Problem(title, status, detail, rule, errors, request);
  }

  MutableHttpResponse<Problem> response() {
    return HttpResponse.<Problem>status(HttpStatus.valueOf(status))
        .contentType(MEDIA_TYPE)
        .body(this);
  }
}
