#!/usr/bin/env bash
# Gives each role, and each user outside, what it needs and no more.
# Written by 'blinktwice topics manifest'. Call it with how to reach Kafka:
#   --bootstrap-server HOST:PORT --command-config FILE
set -euo pipefail

# classifier
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.run-events' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.failure-classifications' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.run-verdicts' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.pins' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.pin-events' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.tickets' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.enrichment' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.retry-labels' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.session-journal' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.operation-metrics' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.releases' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.pools' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.version-health' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.rollout-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.cluster-utilization' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.cluster-lifecycle' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.routing-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.placement-demand' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.scaling-decisions' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.dead-letters' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.audit' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --topic 'blinktwice.classifier-' --resource-pattern-type prefixed --operation AlterConfigs --operation Create --operation Delete --operation Describe --operation DescribeConfigs --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --group 'blinktwice.classifier' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --group 'blinktwice.letters.' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-classifier --transactional-id 'blinktwice.classifier' --resource-pattern-type prefixed --operation Describe --operation Write

# pinning
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.run-events' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.failure-classifications' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.run-verdicts' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.pins' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.pin-events' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.pin-commands' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.tickets' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.ticket-commands' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.enrichment' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.retry-labels' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.environments' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.session-journal' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.operation-metrics' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.releases' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.pools' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.version-health' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.rollout-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.cluster-utilization' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.cluster-lifecycle' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.routing-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.placement-demand' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.scaling-decisions' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.resource-advice' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.dead-letters' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.audit' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --group 'blinktwice.webhook.' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --topic 'blinktwice.pinning-' --resource-pattern-type prefixed --operation AlterConfigs --operation Create --operation Delete --operation Describe --operation DescribeConfigs --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --group 'blinktwice.pinning' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --group 'blinktwice.letters.' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pinning --transactional-id 'blinktwice.pinning' --resource-pattern-type prefixed --operation Describe --operation Write

# rollout
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.run-events' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.failure-classifications' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.run-verdicts' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.pins' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.pin-events' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.pin-commands' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.tickets' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.session-journal' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.operation-metrics' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.releases' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.pools' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.rollout-commands' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.version-health' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.rollout-decisions' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.cluster-utilization' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.cluster-lifecycle' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.routing-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.placement-demand' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.scaling-decisions' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.resource-advice' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.dead-letters' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.audit' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --topic 'blinktwice.rollout-' --resource-pattern-type prefixed --operation AlterConfigs --operation Create --operation Delete --operation Describe --operation DescribeConfigs --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --group 'blinktwice.rollout' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --group 'blinktwice.letters.' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-rollout --transactional-id 'blinktwice.rollout' --resource-pattern-type prefixed --operation Describe --operation Write

# router
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.run-events' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.run-verdicts' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.pins' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.pin-events' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.tickets' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.environments' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.session-journal' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.operations' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.operation-metrics' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.releases' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.pools' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.version-health' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.rollout-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.cluster-utilization' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.cluster-lifecycle' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.routing-decisions' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.placement-demand' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.scaling-decisions' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.resource-advice' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.dead-letters' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.audit' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --topic 'blinktwice.router-' --resource-pattern-type prefixed --operation AlterConfigs --operation Create --operation Delete --operation Describe --operation DescribeConfigs --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --group 'blinktwice.router' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --group 'blinktwice.letters.' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-router --transactional-id 'blinktwice.router' --resource-pattern-type prefixed --operation Describe --operation Write

# autoscaler
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.run-events' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.failure-classifications' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.run-verdicts' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.pins' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.pin-events' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.tickets' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.session-journal' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.operation-metrics' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.releases' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.pools' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.version-health' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.rollout-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.cluster-utilization' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.cluster-lifecycle' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.routing-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.placement-demand' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.scaling-decisions' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.resource-advice' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.dead-letters' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.audit' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --topic 'blinktwice.autoscaler-' --resource-pattern-type prefixed --operation AlterConfigs --operation Create --operation Delete --operation Describe --operation DescribeConfigs --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --group 'blinktwice.autoscaler' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --group 'blinktwice.letters.' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-autoscaler --transactional-id 'blinktwice.autoscaler' --resource-pattern-type prefixed --operation Describe --operation Write

# pool
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.enrichment' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.operation-metrics' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.releases' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.pools' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.cluster-utilization' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.cluster-lifecycle' --operation Describe --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.scaling-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.dead-letters' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --topic 'blinktwice.pool-' --resource-pattern-type prefixed --operation AlterConfigs --operation Create --operation Delete --operation Describe --operation DescribeConfigs --operation Read --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --group 'blinktwice.pool' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --group 'blinktwice.letters.' --resource-pattern-type prefixed --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-pool --transactional-id 'blinktwice.pool' --resource-pattern-type prefixed --operation Describe --operation Write

# scheduler
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-scheduler --topic 'blinktwice.run-events' --operation Describe --operation Write
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-scheduler --topic 'blinktwice.run-verdicts' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-scheduler --group 'blinktwice.scheduler-' --resource-pattern-type prefixed --operation Describe --operation Read

# controller
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-controller --topic 'blinktwice.version-health' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-controller --topic 'blinktwice.rollout-decisions' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-controller --group 'blinktwice.controller-' --resource-pattern-type prefixed --operation Describe --operation Read

# operator
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-operator --topic 'blinktwice.dead-letters' --operation Describe --operation Read
kafka-acls.sh "$@" --add --allow-principal User:blinktwice-operator --group 'blinktwice.operator-' --resource-pattern-type prefixed --operation Describe --operation Read
