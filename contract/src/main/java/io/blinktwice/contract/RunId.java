package io.blinktwice.contract;

/** One execution of a workload; its tries are {@link Attempt}s. */
public record RunId(String value) {
  public RunId {
    value = Identifiers.normalized("run id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
