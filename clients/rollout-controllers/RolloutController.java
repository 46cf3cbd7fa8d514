import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Hears how each version fares and where each roll-out stands: KAFKA REGISTRY [PREFIX]. */
public class RolloutController {
  public static void main(String[] args) throws Exception {
    String prefix = args.length > 2 ? args[2] : "blinktwice";
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", args[0]);
    settings.put("group.id", prefix + ".controller-example");
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    Map<Integer, Schema> schemas = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteBufferDeserializer())) {
      consumer.subscribe(List.of(prefix + ".version-health", prefix + ".rollout-decisions"));
      while (true) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          ByteBuffer bytes = record.value();
          if (bytes != null && bytes.get() == 0) { // Confluent's framing: 0, the schema's id, Avro
            Schema schema = schemas.computeIfAbsent(bytes.getInt(), id -> schema(args[1], id));
            byte[] avro = new byte[bytes.remaining()];
            bytes.get(avro);
            act(
                new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(avro, null)));
          }
        }
      }
    }
  }

  /** What your controller does; a record may come twice, so the same twice does no harm. */
  static void act(GenericRecord told) {
    if (told.getSchema().getName().equals("RolloutDecision")) {
      System.out.printf(
          "%s %s at %s%n", told.get("version"), told.get("state"), told.get("share"));
    } else {
      System.out.printf("%s says %s%n", told.get("version"), told.get("judgement"));
    }
  }

  static Schema schema(String registry, int id) {
    try (var answer = URI.create(registry + "/schemas/ids/" + id).toURL().openStream()) {
      return new Schema.Parser().parse(new ObjectMapper().readTree(answer).get("schema").asText());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
