package io.blinktwice.contract;

/**
 * The name that people gave to something that is run again and again, such as {@code daily-etl}.
 */
public record WorkloadId(String value) {
  public WorkloadId {
    value = Identifiers.normalized("workload id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
