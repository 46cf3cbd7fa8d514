#!/usr/bin/env bash
# Creates our topics; those that exist stay as they are.
# Written by 'blinktwice topics manifest'. Call it with how to reach Kafka:
#   --bootstrap-server HOST:PORT --command-config FILE
set -euo pipefail
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.run-events --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.failure-classifications --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.run-verdicts --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.pins --partitions 24 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.pin-events --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=31536000000 \
  --config segment.ms=604800000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.pin-commands --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.tickets --partitions 24 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.ticket-commands --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.enrichment --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=2592000000 \
  --config segment.ms=370285714
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.retry-labels --partitions 24 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.environments --partitions 1 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.session-journal --partitions 24 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.operations --partitions 24 --replication-factor 3 \
  --config cleanup.policy=compact,delete \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.operation-metrics --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=86400000 \
  --config segment.ms=12342857
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.releases --partitions 1 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.pools --partitions 1 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.rollout-commands --partitions 1 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.version-health --partitions 1 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.rollout-decisions --partitions 1 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config min.compaction.lag.ms=31536000000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.cluster-utilization --partitions 24 --replication-factor 3 \
  --config cleanup.policy=compact,delete \
  --config delete.retention.ms=3600000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=3600000 \
  --config segment.ms=514285
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.cluster-lifecycle --partitions 1 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.routing-decisions --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.placement-demand --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=86400000 \
  --config segment.ms=12342857
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.scaling-decisions --partitions 1 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=2592000000 \
  --config segment.ms=370285714
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.resource-advice --partitions 24 --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=604800000 \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config segment.ms=86400000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.dead-letters --partitions 24 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=4194304 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=31536000000 \
  --config segment.ms=604800000
kafka-topics.sh "$@" --create --if-not-exists --topic blinktwice.audit --partitions 1 --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config retention.ms=31536000000 \
  --config segment.ms=604800000
