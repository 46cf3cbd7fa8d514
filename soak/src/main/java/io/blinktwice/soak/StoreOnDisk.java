package io.blinktwice.soak;

import java.io.IOException;
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

  /** Each key with its value, by their hashes. */
  Map<Bytes, Bytes> entries() throws IOException {
    try (Options options = new Options();
        DBOptions dbOptions = new DBOptions()) {
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (byte[] family : RocksDB.listColumnFamilies(options, folder.toString())) {
        families.add(new ColumnFamilyDescriptor(family));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB database =
          RocksDB.openReadOnly(dbOptions, folder.toString(), families, handles)) {
        return entries(database, handles);
      } finally {
        families.forEach(family -> family.getOptions().close());
      }
    } catch (RocksDBException e) {
      throw new IOException("the store in %s cannot be read".formatted(folder), e);
    }
  }

  private static Map<Bytes, Bytes> entries(RocksDB database, List<ColumnFamilyHandle> handles)
      throws RocksDBException {
    Map<Bytes, Bytes> entries = new HashMap<>();
    for (ColumnFamilyHandle handle : handles) {
      // Positions of the changelog have a family of their own.
      if (!new String(handle.getName(), StandardCharsets.UTF_8).equals("default")) {
        continue;
      }
      try (RocksIterator each = database.newIterator(handle)) {
        for (each.seekToFirst(); each.isValid(); each.next()) {
          entries.put(Bytes.of(each.key()), Bytes.of(each.value()));
        }
        each.status();
      }
    }
    handles.forEach(ColumnFamilyHandle::close);
    return entries;
  }
}
