package io.blinktwice.runtime.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem; the message is its detail. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final @Nullable String rule;
  private final ArrayList<String> errors;
  private final HashMap<String, String> headers = new HashMap<>();

  public ProblemException(HttpStatus status, String detail) {
    this(status, detail, null, List.of());
  }

  private ProblemException(
      HttpStatus status, String detail, @Nullable String rule, List<String> errors) {
    super(detail);
    this.status = status;
    this.rule = rule;
    this.errors = new ArrayList<>(errors);
  }

  /** The request cannot be used; all of its faults are told together. */
  public static ProblemException invalid(List<String> errors) {
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_ENTITY, String.join("; ", errors), null, errors);
  }

  /** The request was understood, and a rule forbids it. */
  public static ProblemException forbiddenBy(String rule, HttpStatus status, String detail) {
    return forbiddenBy(rule, status, detail, List.of());
  }

  /** The same, with what stands in the way, one by one. */
  public static ProblemException forbiddenBy(
      String rule, HttpStatus status, String detail, List<String> errors) {
    return new ProblemException(status, detail, rule, errors);
  }

  /** Nothing is wrong with the request; it cannot be answered for a moment. */
  public static ProblemException unavailable(String detail, Duration retryAfter) {
    return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, detail)
        .withHeader(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
  }

  public HttpStatus status() {
    return status;
  }

  Problem problem() {
    return new Problem(
        status.getReason(), status.getCode(), String.valueOf(getMessage()), rule, errors, null);
  }

  /** A header that the answer is to have. */
  public ProblemException withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Map<String, String> headers() {
    return headers;
  }
}
