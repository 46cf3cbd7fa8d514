package org.apache.spark.sql.connect.service;

/** Of a later Spark that says it otherwise. */
public record SparkListenerConnectOperationFailed(String anotherName) {}
