package io.blinktwice.runtime.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/**
 * Puts the errors that Micronaut itself finds (no route, bad JSON, missing field) into problems.
 */
@Singleton
final class ProblemErrors implements ErrorResponseProcessor<Problem> {
  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = HttpStatus.valueOf(response.code());
    MutableHttpResponse<Problem> answer = Problem.of(status, detail(status, context)).response();
    String allowed = response.getHeaders().get(HttpHeaders.ALLOW);
    return allowed == null ? answer : answer.header(HttpHeaders.ALLOW, allowed);
  }

  /** What went wrong inside is for the log: it may name what is nobody's business. */
  private static String detail(HttpStatus status, ErrorContext context) {
    if (status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
      return "something went wrong here; the server's log says what";
    }
    String said =
        context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    return said.isEmpty() ? status.getReason() : said;
  }
}
