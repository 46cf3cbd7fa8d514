package io.blinktwice.runtime.serde;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** Under which subject a schema is registered: Confluent's three strategies. */
enum SubjectNames {
  TOPIC,
  RECORD,
  TOPIC_RECORD;

  private static final String KEY = "value.subject.name.strategy";

  /** Strategies are named by class, of which the simple name says enough. */
  static SubjectNames of(Map<String, ?> settings) {
    String strategy = RegistrySettings.text(settings, KEY);
    if (strategy == null) {
      return TOPIC;
    }
    return switch (strategy.substring(strategy.lastIndexOf('.') + 1)) {
      case "TopicNameStrategy" -> TOPIC;
      case "RecordNameStrategy" -> RECORD;
      case "TopicRecordNameStrategy" -> TOPIC_RECORD;
      default ->
          throw new ConfigException(
              KEY
                  + " is "
                  + strategy
                  + "; this serde knows TopicNameStrategy, RecordNameStrategy and TopicRecordNameStrategy");
    };
  }

  String of(String topic, Schema schema) {
    return switch (this) {
      case TOPIC -> topic + "-value";
      case RECORD -> schema.getFullName();
      case TOPIC_RECORD -> topic + "-" + schema.getFullName();
    };
  }
}
