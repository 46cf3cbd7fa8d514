package io.blinktwice.runtime.http;

import io.micronaut.serde.annotation.Serdeable;

/**
 * An error as RFC 9457 has it.
 *
 * @param title what is wrong, in general
 * @param status the HTTP status
 * @param detail what is wrong here, and what to do
 */
@Serdeable
public record Problem(String title, int status, String detail) {
  public static final String MEDIA_TYPE = "application/problem+json";
}
