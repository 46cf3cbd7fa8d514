package io.blinktwice.runtime.http;

import io.blinktwice.contract.InvalidIdentifier;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** An id that cannot be one is the caller's mistake. */
@Singleton
@Produces(Problem.MEDIA_TYPE)
final class InvalidIdentifierHandler
    implements ExceptionHandler<InvalidIdentifier, HttpResponse<Problem>> {
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public HttpResponse<Problem> handle(HttpRequest request, InvalidIdentifier thrown) {
    return Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(thrown.getMessage()))
        .response();
  }
}
