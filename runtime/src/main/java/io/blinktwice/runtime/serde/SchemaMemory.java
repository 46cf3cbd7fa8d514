package io.blinktwice.runtime.serde;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a registry once said, on disk, for the time when it says nothing.
 *
 * <p>The file is replaced as a whole, so a crash leaves the old one or the new one. One that cannot
 * be read is ignored and written anew: it holds nothing that the registry does not know.
 */
final class SchemaMemory {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaMemory.class);
  private static final String HEAD = "blinktwice-schemas 1 ";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};

  private final @Nullable Path file;
  private final Map<Integer, Schema> schemas = new HashMap<>();
  private final Map<Registration, Integer> ids = new HashMap<>();

  /** A schema under a subject. */
  record Registration(String subject, Schema schema) {}

  /** As it is stored; the subject is empty for a schema that was only read. */
  private record Entry(String subject, int id, String schema) {}

  /** Without a file, nothing is remembered beyond this process. */
  SchemaMemory(@Nullable Path file) {
    this.file = file;
    if (file != null && Files.exists(file)) {
      load(file);
    }
  }

  static SchemaMemory of(RegistrySettings settings) {
    byte[] urls = String.join(",", settings.urls()).getBytes(StandardCharsets.UTF_8);
    String name = "registry-" + UUID.nameUUIDFromBytes(urls);
    return new SchemaMemory(settings.memory().map(folder -> folder.resolve(name)).orElse(null));
  }

  synchronized @Nullable Schema schema(int id) {
    return schemas.get(id);
  }

  synchronized @Nullable Integer id(Registration registration) {
    return ids.get(registration);
  }

  synchronized void learn(int id, Schema schema) {
    if (!schema.equals(schemas.put(id, schema))) {
      store();
    }
  }

  synchronized void learn(Registration registration, int id) {
    Schema before = schemas.put(id, registration.schema());
    Integer known = ids.put(registration, id);
    if (known == null || known != id || !registration.schema().equals(before)) {
      store();
    }
  }

  /** Another registry gives other ids; what old records were written with stays known. */
  synchronized void forgetRegistrations() {
    ids.clear();
    store();
  }

  private void load(Path from) {
    try {
      String[] parts = Files.readString(from).split("\n", 2);
      if (parts.length < 2 || !parts[0].equals(HEAD + checksum(parts[1]))) {
        throw new IOException("it is damaged");
      }
      for (Entry entry : JSON.readValue(parts[1], ENTRIES)) {
        Schema schema = new Schema.Parser().parse(entry.schema());
        schemas.put(entry.id(), schema);
        if (!entry.subject().isEmpty()) {
          ids.put(new Registration(entry.subject(), schema), entry.id());
        }
      }
    } catch (IOException | AvroRuntimeException e) {
      schemas.clear();
      ids.clear();
      LOG.atWarn()
          .addKeyValue("file", from)
          .addKeyValue("reason", e.getMessage())
          .log("remembered schemas cannot be read; they are learnt anew from the registry");
    }
  }

  private void store() {
    if (file == null) {
      return;
    }
    List<Entry> entries = new ArrayList<>();
    schemas.forEach((id, schema) -> entries.add(new Entry("", id, schema.toString())));
    ids.forEach(
        (known, id) -> entries.add(new Entry(known.subject(), id, known.schema().toString())));
    try {
      String body = JSON.writeValueAsString(entries);
      replace(file, HEAD + checksum(body) + "\n" + body);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.toString())
          .log("schemas cannot be remembered; a start without the registry will not work");
    }
  }

  private static String checksum(String body) {
    CRC32C sum = new CRC32C();
    sum.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private static void replace(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path staged = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            staged,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
