package io.blinktwice.app.manifest;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Our topics and everybody's rights, in the form that somebody's tools take. */
public sealed interface Manifest {
  /**
   * How topics are made.
   *
   * @param prefix what every name begins with
   * @param partitions of topics that are spread
   * @param replication copies of each
   */
  record Layout(String prefix, int partitions, int replication) {
    public Layout {
      if (partitions < 1 || replication < 1) {
        throw new IllegalArgumentException("partitions and replication are 1 at least");
      }
      if (!prefix.matches("[a-zA-Z0-9._-]{1,100}")) {
        throw new IllegalArgumentException("a prefix has letters, digits, '.', '_' and '-' only");
      }
    }

    int partitionsOf(Topic<?> topic) {
      return topic.spread().partitions(partitions);
    }
  }

  /** File names and their contents. */
  Map<String, String> files(Layout layout);

  /** Shell scripts around Kafka's own commands. */
  record KafkaCommands() implements Manifest {
    @Override
    public Map<String, String> files(Layout layout) {
      return Map.of("topics.sh", topics(layout), "acls.sh", acls(layout));
    }

    private static String topics(Layout layout) {
      StringBuilder script =
          new StringBuilder(head("Creates our topics; those that exist stay as they are."));
      for (Topic<?> topic : Topics.ALL) {
        script.append(
            "kafka-topics.sh \"$@\" --create --if-not-exists --topic %s --partitions %d --replication-factor %d"
                .formatted(
                    topic.on(layout.prefix()), layout.partitionsOf(topic), layout.replication()));
        topic
            .settings()
            .forEach(
                (key, value) ->
                    script.append(" \\\n  --config ").append(key).append('=').append(value));
        script.append("\n");
      }
      return script.toString();
    }

    private static String acls(Layout layout) {
      StringBuilder script =
          new StringBuilder(
              head("Gives each role, and each user outside, what it needs and no more."));
      Grant.all(layout.prefix())
          .forEach(
              (principal, grants) -> {
                script.append("\n# ").append(principal.word()).append("\n");
                for (Grant grant : grants) {
                  script.append(
                      "kafka-acls.sh \"$@\" --add --allow-principal User:%s --%s '%s'%s"
                          .formatted(
                              user(layout, principal),
                              grant.kind().word(),
                              grant.name(),
                              grant.prefixed() ? " --resource-pattern-type prefixed" : ""));
                  grant
                      .operations()
                      .forEach(operation -> script.append(" --operation ").append(operation));
                  script.append("\n");
                }
              });
      return script.toString();
    }

    private static String head(String what) {
      return """
          #!/usr/bin/env bash
          # %s
          # Written by 'blinktwice topics manifest'. Call it with how to reach Kafka:
          #   --bootstrap-server HOST:PORT --command-config FILE
          set -euo pipefail
          """
          .formatted(what);
    }
  }

  /**
   * Resources of the Strimzi operator.
   *
   * @param cluster the Kafka resource that they belong to
   */
  record Strimzi(String cluster) implements Manifest {
    @Override
    public Map<String, String> files(Layout layout) {
      return Map.of("topics.yaml", topics(layout), "users.yaml", users(layout));
    }

    private String topics(Layout layout) {
      StringBuilder yaml = new StringBuilder("# Written by 'blinktwice topics manifest'.\n");
      for (Topic<?> topic : Topics.ALL) {
        yaml.append(head("KafkaTopic", resource(topic.on(layout.prefix()))));
        yaml.append(
            "spec:\n  topicName: %s\n  partitions: %d\n  replicas: %d\n  config:\n"
                .formatted(
                    topic.on(layout.prefix()), layout.partitionsOf(topic), layout.replication()));
        topic
            .settings()
            .forEach((key, value) -> yaml.append("    %s: \"%s\"\n".formatted(key, value)));
      }
      return yaml.toString();
    }

    private String users(Layout layout) {
      StringBuilder yaml = new StringBuilder("# Written by 'blinktwice topics manifest'.\n");
      Grant.all(layout.prefix())
          .forEach(
              (principal, grants) -> {
                yaml.append(head("KafkaUser", user(layout, principal)));
                yaml.append(
                    "spec:\n  authentication:\n    type: tls\n  authorization:\n    type: simple\n    acls:\n");
                grants.forEach(grant -> yaml.append(acl(grant)));
              });
      return yaml.toString();
    }

    private static String acl(Grant grant) {
      String type =
          switch (grant.kind()) {
            case TOPIC -> "topic";
            case GROUP -> "group";
            case TRANSACTIONAL_ID -> "transactionalId";
          };
      return """
                - resource:
                    type: %s
                    name: "%s"
                    patternType: %s
                  operations: [%s]
          """
          .formatted(
              type,
              grant.name(),
              grant.prefixed() ? "prefix" : "literal",
              String.join(", ", grant.operations()));
    }

    private String head(String kind, String name) {
      return """
          ---
          apiVersion: kafka.strimzi.io/v1beta2
          kind: %s
          metadata:
            name: %s
            labels:
              strimzi.io/cluster: %s
          """
          .formatted(kind, name, cluster);
    }
  }

  /** Resources of the Kafka provider for Terraform and OpenTofu, by the name mongey/kafka. */
  record Terraform() implements Manifest {
    @Override
    public Map<String, String> files(Layout layout) {
      return Map.of("topics.tf", topics(layout), "acls.tf", acls(layout));
    }

    private static String topics(Layout layout) {
      StringBuilder text = new StringBuilder("# Written by 'blinktwice topics manifest'.\n");
      for (Topic<?> topic : Topics.ALL) {
        text.append("\nresource \"kafka_topic\" \"%s\" {\n".formatted(identifier(topic.name())));
        text.append(
            "  name               = \"%s\"\n  partitions         = %d\n  replication_factor = %d\n\n  config = {\n"
                .formatted(
                    topic.on(layout.prefix()), layout.partitionsOf(topic), layout.replication()));
        topic
            .settings()
            .forEach((key, value) -> text.append("    \"%s\" = \"%s\"\n".formatted(key, value)));
        text.append("  }\n}\n");
      }
      return text.toString();
    }

    private static String acls(Layout layout) {
      StringBuilder text =
          new StringBuilder(
              """
              # Written by 'blinktwice topics manifest'.

              locals {
                # Who, what kind of resource, its name or how it begins, and what is allowed.
                blinktwice_grants = [
              """);
      Grant.all(layout.prefix())
          .forEach(
              (principal, grants) ->
                  grants.forEach(grant -> text.append(row(layout, principal, grant))));
      return text.append(
              """
                ]
              }

              resource "kafka_acl" "blinktwice" {
                for_each = merge([
                  for grant in local.blinktwice_grants : {
                    for operation in grant[4] : join("/", [grant[0], grant[1], grant[3], operation]) => {
                      grant = grant, operation = operation
                    }
                  }
                ]...)

                acl_principal                = "User:${each.value.grant[0]}"
                resource_type                = each.value.grant[1]
                resource_pattern_type_filter = each.value.grant[2]
                resource_name                = each.value.grant[3]
                acl_operation                = each.value.operation
                acl_permission_type          = "Allow"
                acl_host                     = "*"
              }
              """)
          .toString();
    }

    private static String row(Layout layout, Principal principal, Grant grant) {
      String type =
          switch (grant.kind()) {
            case TOPIC -> "Topic";
            case GROUP -> "Group";
            case TRANSACTIONAL_ID -> "TransactionalID";
          };
      return "    [\"%s\", \"%s\", \"%s\", \"%s\", [\"%s\"]],\n"
          .formatted(
              user(layout, principal),
              type,
              grant.prefixed() ? "Prefixed" : "Literal",
              grant.name(),
              String.join("\", \"", grant.operations()));
    }

    private static String identifier(String name) {
      return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }
  }

  private static String user(Layout layout, Principal principal) {
    return resource(layout.prefix()) + "-" + principal.word();
  }

  /** A name that Kubernetes takes. */
  private static String resource(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
  }

  /** By the word that people write. */
  static Manifest of(String form, String cluster) {
    return switch (form) {
      case "kafka" -> new KafkaCommands();
      case "strimzi" -> new Strimzi(cluster);
      case "terraform" -> new Terraform();
      default ->
          throw new IllegalArgumentException(
              "there is no form '" + form + "'; there are " + String.join(", ", FORMS));
    };
  }

  /** What {@link #of} takes. */
  List<String> FORMS = List.of("kafka", "strimzi", "terraform");
}
