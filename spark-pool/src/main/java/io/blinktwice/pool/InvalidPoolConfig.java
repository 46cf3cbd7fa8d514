package io.blinktwice.pool;

import java.util.List;

/** A pool was to start with a configuration that cannot work; the message lists all problems. */
public final class InvalidPoolConfig extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidPoolConfig(List<String> problems) {
    super("the pool cannot start:\n  - " + String.join("\n  - ", problems));
  }
}
