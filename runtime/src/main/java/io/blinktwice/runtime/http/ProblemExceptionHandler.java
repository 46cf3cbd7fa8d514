package io.blinktwice.runtime.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers with the problem that an endpoint threw. */
@Singleton
@Produces(Problem.MEDIA_TYPE)
final class ProblemExceptionHandler
    implements ExceptionHandler<ProblemException, HttpResponse<Problem>> {
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public HttpResponse<Problem> handle(HttpRequest request, ProblemException thrown) {
    MutableHttpResponse<Problem> response = thrown.problem().response();
    thrown.headers().forEach(response::header);
    return response;
  }
}
