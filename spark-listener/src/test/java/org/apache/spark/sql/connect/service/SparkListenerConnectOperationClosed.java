package org.apache.spark.sql.connect.service;

public record SparkListenerConnectOperationClosed(
    String jobTag, String operationId, long eventTime) {}
