package io.blinktwice.rollout.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;

/** Puts an answer on the wire. */
final class Http {
  private static final MediaType PROBLEM = MediaType.of("application/problem+json");

  private Http() {}

  static HttpResponse<String> response(Answer answer) {
    return HttpResponse.<String>status(answer.status(), null)
        .contentType(answer.problem() ? PROBLEM : MediaType.APPLICATION_JSON_TYPE)
        .body(answer.body().toString());
  }
}
