package io.blinktwice.runtime.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One cache and one write-buffer budget for all stores of a process, so that memory does not grow
 * with the number of stores and partitions.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long CACHE_BYTES = 128L << 20;

  /** Once it is full, every write anywhere flushes a few records into a file of their own. */
  private static final long WRITE_BUFFERS_BYTES = 64L << 20;

  private static final long ONE_BUFFER_BYTES = 4L << 20;

  /** What a store takes of the budget with its first record; RocksDB's own would be 512 KiB. */
  private static final long ARENA_BLOCK_BYTES = 64L << 10;

  private static final int BUFFERS_PER_STORE = 2;

  /** Deliberately never closed: the stores of the whole process share them until it ends. */
  private static final class Shared {
    static final Cache CACHE = new LRUCache(CACHE_BYTES);
    static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setFilterPolicy(new BloomFilter());
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(Shared.BUFFERS);
    options.setWriteBufferSize(ONE_BUFFER_BYTES);
    options.setArenaBlockSize(ARENA_BLOCK_BYTES);
    options.setMaxWriteBufferNumber(BUFFERS_PER_STORE);
  }

  @Override
  public void close(String store, Options options) {
    // What is shared stays; Kafka Streams closes what belongs to the store.
  }
}
