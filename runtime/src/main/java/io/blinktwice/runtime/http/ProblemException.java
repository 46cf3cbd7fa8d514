package io.blinktwice.runtime.http;

import io.micronaut.http.HttpStatus;

/** Ends a request with a problem; the message is its detail. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;

  public ProblemException(HttpStatus status, String detail) {
    super(detail);
    this.status = status;
  }

  public HttpStatus status() {
    return status;
  }
}
