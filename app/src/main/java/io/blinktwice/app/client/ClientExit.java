package io.blinktwice.app.client;

/** What the exit codes of these commands mean; their help says so too. */
final class ClientExit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;
  static final int NOT_FOUND = 4;
  static final int CONFLICT = 5;
  static final int FORBIDDEN = 6;

  static final String LEGEND =
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the control plane cannot be reached, 4 not"
          + " found, 5 refused by its state (changed since, not allowed now), 6 not signed in for it.";

  private ClientExit() {}
}
