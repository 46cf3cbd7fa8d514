package io.blinktwice.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One partition of a store that nobody has open, read without Kafka Streams. */
record StoreOnDisk(Path folder) {
  private static final String STATES = "default";
  private static final String POSITIONS = "offsets";

  /**
   * What it holds.
   *
   * @param entries each key with its value, by their hashes
   * @param position of the last record of its changelog that is in it, -1 where it does not say
   */
  record Content(Map<Bytes, Bytes> entries, long position) {}

  /** Which sub-topology has the store is Kafka Streams' own numbering: it is looked for. */
  static StoreOnDisk of(Path state, String application, String store, int partition)
      throws IOException {
    Path below = Path.of("rocksdb", store);
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(state.resolve(application), "[0-9]*_" + partition)) {
      for (Path task : tasks) {
        if (Files.isDirectory(task.resolve(below))) {
          return new StoreOnDisk(task.resolve(below));
        }
      }
    }
    return new StoreOnDisk(state.resolve(application).resolve(below));
  }

  boolean exists() {
    return Files.isDirectory(folder);
  }

  /** As it was left; its changelog's partition is what it knows its position by. */
  Content content(String changelog) throws IOException {
    try (Options options = new Options();
        DBOptions dbOptions = new DBOptions()) {
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (byte[] family : RocksDB.listColumnFamilies(options, folder.toString())) {
        families.add(new ColumnFamilyDescriptor(family));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB database =
          RocksDB.openReadOnly(dbOptions, folder.toString(), families, handles)) {
        return content(database, handles, changelog);
      } finally {
        families.forEach(family -> family.getOptions().close());
      }
    } catch (RocksDBException e) {
      throw new IOException("the store in %s cannot be read".formatted(folder), e);
    }
  }

  private static Content content(
      RocksDB database, List<ColumnFamilyHandle> handles, String changelog)
      throws RocksDBException {
    Map<Bytes, Bytes> entries = new HashMap<>();
    long position = -1;
    for (ColumnFamilyHandle handle : handles) {
      switch (new String(handle.getName(), StandardCharsets.UTF_8)) {
        case STATES -> entries.putAll(entries(database, handle));
        case POSITIONS -> {
          byte[] said = database.get(handle, changelog.getBytes(StandardCharsets.UTF_8));
          position = said == null ? -1 : ByteBuffer.wrap(said).getLong();
        }
        default -> {} // Kafka Streams may keep more there one day.
      }
    }
    handles.forEach(ColumnFamilyHandle::close);
    return new Content(entries, position);
  }

  private static Map<Bytes, Bytes> entries(RocksDB database, ColumnFamilyHandle states)
      throws RocksDBException {
    Map<Bytes, Bytes> entries = new HashMap<>();
    try (RocksIterator each = database.newIterator(states)) {
      for (each.seekToFirst(); each.isValid(); each.next()) {
        entries.put(Bytes.of(each.key()), Bytes.of(each.value()));
      }
      each.status();
    }
    return entries;
  }
}
