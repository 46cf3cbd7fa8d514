package io.blinktwice.pinning.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.net.URI;

/** Sends the caller to the instance that owns the workload, with method and body as they are. */
@Singleton
final class OwnedElsewhereHandler implements ExceptionHandler<OwnedElsewhere, HttpResponse<?>> {
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public HttpResponse<?> handle(HttpRequest request, OwnedElsewhere thrown) {
    return HttpResponse.temporaryRedirect(
        URI.create("http://" + thrown.owner() + request.getUri()));
  }
}
