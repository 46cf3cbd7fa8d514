package org.apache.spark.sql.connect.service;

import java.util.List;

public record SparkListenerConnectOperationFinished(
    String jobTag, String operationId, long eventTime, Counted producedRowCount) {
  /** As Scala's Option: something or nothing. */
  public record Counted(List<Long> rows) {
    public boolean isDefined() {
      return !rows.isEmpty();
    }

    public Long get() {
      return rows.get(0);
    }
  }
}
