package io.blinktwice.app;

/** What the program's exit codes mean; every subcommand's help says so too. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FIT = 3;

  /** For the help of each subcommand. */
  static final String LEGEND =
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 this machine, Kafka or the registry is not fit for it.";

  private ExitCode() {}
}
