package org.apache.spark.sql.connect.service;

public record SparkListenerConnectOperationStarted(
    String jobTag, String operationId, long eventTime, String sessionId, String userId) {}
