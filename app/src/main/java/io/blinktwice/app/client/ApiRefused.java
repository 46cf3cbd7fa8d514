package io.blinktwice.app.client;

/** The control plane does not do what was asked; the message is its own sentence. */
public final class ApiRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  ApiRefused(int status, String detail) {
    super(detail);
    this.status = status;
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
