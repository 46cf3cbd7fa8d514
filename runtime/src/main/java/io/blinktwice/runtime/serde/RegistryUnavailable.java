package io.blinktwice.runtime.serde;

import org.apache.kafka.common.errors.RetriableException;

/** The schema registry did not answer, or not for now: nothing is wrong with the record at hand. */
public final class RegistryUnavailable extends RetriableException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailable(String message) {
    super(message);
  }

  RegistryUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
