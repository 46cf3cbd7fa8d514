# Written by 'blinktwice topics manifest'.

resource "kafka_topic" "run_events" {
  name               = "blinktwice.run-events"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "failure_classifications" {
  name               = "blinktwice.failure-classifications"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "run_verdicts" {
  name               = "blinktwice.run-verdicts"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "pins" {
  name               = "blinktwice.pins"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "pin_events" {
  name               = "blinktwice.pin-events"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "31536000000"
    "segment.ms" = "604800000"
  }
}

resource "kafka_topic" "pin_commands" {
  name               = "blinktwice.pin-commands"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "tickets" {
  name               = "blinktwice.tickets"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "ticket_commands" {
  name               = "blinktwice.ticket-commands"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "enrichment" {
  name               = "blinktwice.enrichment"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "2592000000"
    "segment.ms" = "370285714"
  }
}

resource "kafka_topic" "retry_labels" {
  name               = "blinktwice.retry-labels"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "environments" {
  name               = "blinktwice.environments"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "session_journal" {
  name               = "blinktwice.session-journal"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "operations" {
  name               = "blinktwice.operations"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact,delete"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "operation_metrics" {
  name               = "blinktwice.operation-metrics"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "86400000"
    "segment.ms" = "12342857"
  }
}

resource "kafka_topic" "releases" {
  name               = "blinktwice.releases"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "pools" {
  name               = "blinktwice.pools"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "rollout_commands" {
  name               = "blinktwice.rollout-commands"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "version_health" {
  name               = "blinktwice.version-health"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "rollout_decisions" {
  name               = "blinktwice.rollout-decisions"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "min.compaction.lag.ms" = "31536000000"
  }
}

resource "kafka_topic" "cluster_utilization" {
  name               = "blinktwice.cluster-utilization"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact,delete"
    "delete.retention.ms" = "3600000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "3600000"
    "segment.ms" = "514285"
  }
}

resource "kafka_topic" "cluster_lifecycle" {
  name               = "blinktwice.cluster-lifecycle"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "routing_decisions" {
  name               = "blinktwice.routing-decisions"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "604800000"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "placement_demand" {
  name               = "blinktwice.placement-demand"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "86400000"
    "segment.ms" = "12342857"
  }
}

resource "kafka_topic" "scaling_decisions" {
  name               = "blinktwice.scaling-decisions"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "2592000000"
    "segment.ms" = "370285714"
  }
}

resource "kafka_topic" "resource_advice" {
  name               = "blinktwice.resource-advice"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "compact"
    "delete.retention.ms" = "604800000"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "segment.ms" = "86400000"
  }
}

resource "kafka_topic" "dead_letters" {
  name               = "blinktwice.dead-letters"
  partitions         = 24
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "4194304"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "31536000000"
    "segment.ms" = "604800000"
  }
}

resource "kafka_topic" "audit" {
  name               = "blinktwice.audit"
  partitions         = 1
  replication_factor = 3

  config = {
    "cleanup.policy" = "delete"
    "max.message.bytes" = "1048588"
    "message.timestamp.type" = "LogAppendTime"
    "retention.ms" = "31536000000"
    "segment.ms" = "604800000"
  }
}
