package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serdes for topic values, of the classes that {@code value.serializer} and {@code
 * value.deserializer} name: ours when they name none.
 */
public final class AvroSerdes {
  /** Names a folder in which schemas are remembered for a start without the registry. */
  public static final String MEMORY = RegistrySettings.MEMORY;

  private static final String SERIALIZER = "value.serializer";
  private static final String DESERIALIZER = "value.deserializer";

  private AvroSerdes() {}

  /** Whether a setting is for serdes alone, so that Kafka's own clients need not see it. */
  public static boolean isForSerdesOnly(String key) {
    return RegistrySettings.isForSerdesOnly(key);
  }

  public static <T extends SpecificRecord> Serde<T> of(Topic<T> topic, String registryUrl) {
    return of(topic, Map.of(RegistrySettings.URL, registryUrl));
  }

  /** Refuses to write a value that the topic would refuse to take, and to read another type. */
  public static <T extends SpecificRecord> Serde<T> of(Topic<T> topic, Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent("specific.avro.reader", "true");
    Serializer<Object> serializer =
        made(Serializer.class, named(all, SERIALIZER, AvroSerializer.class.getName()), SERIALIZER);
    Deserializer<Object> deserializer =
        made(
            Deserializer.class,
            named(all, DESERIALIZER, AvroDeserializer.class.getName()),
            DESERIALIZER);
    serializer.configure(all, false);
    deserializer.configure(all, false);
    return Serdes.serdeFrom(
        new TopicSerializer<>(topic, serializer), new TopicDeserializer<>(topic, deserializer));
  }

  private static String named(Map<String, ?> settings, String key, String otherwise) {
    String name = RegistrySettings.text(settings, key);
    return name == null ? otherwise : name;
  }

  /** The kind is raw because a class named by configuration has no type arguments. */
  @SuppressWarnings("unchecked")
  private static <S> S made(Class<?> kind, String name, String key) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> type = Class.forName(name, true, loader == null ? kind.getClassLoader() : loader);
      return (S) kind.cast(type.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw new ConfigException(
          "%s names %s, which is not on the class path; put its jars there with BLINKTWICE_CLASSPATH"
              .formatted(key, name));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ConfigException(
          "%s names %s, which cannot be used as one: %s".formatted(key, name, e));
    }
  }
}
