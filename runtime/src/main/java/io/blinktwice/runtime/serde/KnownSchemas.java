package io.blinktwice.runtime.serde;

import io.blinktwice.runtime.serde.SchemaMemory.Registration;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the catalogue's schemas this process can write and read while the registry is away. */
public final class KnownSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(KnownSchemas.class);

  private KnownSchemas() {}

  /** Whether all of them are remembered. Others' serdes have no such memory. */
  public static boolean complete(Map<String, ?> settings, String topicPrefix) {
    if (settings.containsKey("value.serializer")) {
      return false;
    }
    SchemaMemory memory = SchemaMemory.of(RegistrySettings.of(settings));
    SubjectNames names = SubjectNames.of(settings);
    return Topics.ALL.stream()
        .allMatch(
            topic ->
                memory.id(
                        new Registration(
                            names.of(topic.on(topicPrefix), topic.schema()), topic.schema()))
                    != null);
  }

  /**
   * Asks for all of them now, so that a later start can do without the registry; false where it did
   * not answer.
   */
  public static boolean learn(Map<String, ?> settings, String topicPrefix) {
    SchemaRegistry registry = SchemaRegistry.of(RegistrySettings.of(settings));
    SubjectNames names = SubjectNames.of(settings);
    boolean registers = !"false".equals(RegistrySettings.text(settings, AvroSerializer.REGISTERS));
    try {
      for (Topic<?> topic : Topics.ALL) {
        registry.idOf(names.of(topic.on(topicPrefix), topic.schema()), topic.schema(), registers);
      }
      return true;
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("not all schemas could be learnt; until they are, no start without the registry");
      return false;
    }
  }
}
