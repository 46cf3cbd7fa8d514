package io.blinktwice.app.server;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * How topics are made where they are missing.
 *
 * @param topicPrefix what the names of all topics begin with
 * @param workloadPartitions of every topic that is keyed by workload; fixed for good
 * @param replication copies of each; 3 on a cluster
 */
@ConfigurationProperties("blinktwice")
record TopicSettings(String topicPrefix, int workloadPartitions, short replication) {}
