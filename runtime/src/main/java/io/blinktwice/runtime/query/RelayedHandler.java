package io.blinktwice.runtime.query;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Hands on what another instance has answered. */
@Singleton
final class RelayedHandler implements ExceptionHandler<Relayed, HttpResponse<byte[]>> {
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public HttpResponse<byte[]> handle(HttpRequest request, Relayed thrown) {
    return thrown.response();
  }
}
