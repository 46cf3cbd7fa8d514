package io.blinktwice.app.client;

import io.blinktwice.contract.EnvironmentRule;

/** The control plane does not do what was asked; the message is its own sentence. */
public final class ApiRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String rule;

  ApiRefused(int status, String detail) {
    this(status, detail, "");
  }

  /**
   * @param rule by which it is refused; empty where no rule was named
   */
  ApiRefused(int status, String detail, String rule) {
    super(detail);
    this.status = status;
    this.rule = rule;
  }

  /** Whether the environment that was declared is the reason. */
  boolean isForEnvironment() {
    return EnvironmentRule.isOne(rule);
  }

  /** What a script is told. */
  public int exitCode() {
    return switch (status) {
      case 400, 413, 422 -> ClientExit.USAGE;
      case 404 -> ClientExit.NOT_FOUND;
      case 409, 412 -> ClientExit.CONFLICT;
      case 401, 403 -> ClientExit.FORBIDDEN;
      case 503, 504 -> ClientExit.UNREACHABLE;
      default -> ClientExit.FAILED;
    };
  }
}
