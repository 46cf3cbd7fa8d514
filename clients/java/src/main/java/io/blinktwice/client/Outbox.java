package io.blinktwice.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Run events that are still to be delivered: on disk, so that they outlive the process.
 *
 * <p>Bounded: when it is full the oldest events stay, new ones are dropped, counted and told.
 * Several processes share a folder, in whatever language; a lock lets one of them deliver at a
 * time, so that order is kept.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String JSON = ".json";
  private static final int KEPT_REFUSED = 1_000;

  record Waiting(String name, Map<String, @Nullable Object> event) {}

  private final int most;
  private final Clock clock;
  private final @Nullable Path folder;
  private final NavigableMap<String, Map<String, @Nullable Object>> memory = new TreeMap<>();
  private long count;
  private long lost;

  /** Without a folder that can be written, in memory. */
  Outbox(@Nullable Path folder, int most, Clock clock) {
    this.most = most;
    this.clock = clock;
    this.folder = folder == null ? null : prepared(folder);
    String told = this.folder == null ? null : StateFile.read(this.folder.resolve("lost" + JSON));
    this.lost = told != null && Json.read(told) instanceof Long number ? number : 0;
  }

  private static @Nullable Path prepared(Path folder) {
    try {
      Files.createDirectories(folder.resolve("refused"));
      return folder;
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("run events are kept in memory only");
      return null;
    }
  }

  /** False where the event is lost because there are too many already. */
  synchronized boolean put(Map<String, @Nullable Object> event) {
    if (size() >= most) {
      lose();
      return false;
    }
    Instant now = clock.instant();
    long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    String name = "%020d-%010d-%010d".formatted(nanos, ProcessHandle.current().pid(), count++);
    if (folder != null) {
      try {
        StateFile.writeWhole(folder.resolve(name + JSON), Json.write(event));
        return true;
      } catch (IOException e) {
        LOG.atWarn().setCause(e).log("a run event is kept in memory only");
      }
    }
    memory.put(name, event);
    return true;
  }

  /** What is unreadable is set aside: it must not hold up what comes after it. */
  synchronized List<Waiting> oldest(int atMost) {
    List<Waiting> found = new ArrayList<>();
    for (String name : names().stream().limit(atMost).toList()) {
      Map<String, @Nullable Object> event = memory.get(name);
      if (event == null && folder != null) {
        String text = StateFile.read(folder.resolve(name + JSON));
        event = text == null ? Map.of() : Json.readObject(text);
      }
      if (event == null || event.isEmpty()) {
        refuse(name);
      } else {
        found.add(new Waiting(name, event));
      }
    }
    return found;
  }

  synchronized void remove(String name) {
    if (memory.remove(name) == null && folder != null) {
      try {
        Files.deleteIfExists(folder.resolve(name + JSON));
      } catch (IOException e) {
        // It will be delivered once more, which changes nothing there.
        LOG.atWarn().setCause(e).log("a delivered run event could not be removed");
      }
    }
  }

  /** Out of the way, but there to be looked at: nobody will take it as it is. */
  synchronized void refuse(String name) {
    if (memory.remove(name) != null || folder == null) {
      return;
    }
    Path refused = folder.resolve("refused");
    try {
      Files.move(
          folder.resolve(name + JSON),
          refused.resolve(name + JSON),
          StandardCopyOption.ATOMIC_MOVE);
      try (Stream<Path> all = Files.list(refused)) {
        List<Path> sorted = all.sorted().toList();
        for (Path old : sorted.subList(0, Math.max(0, sorted.size() - KEPT_REFUSED))) {
          Files.deleteIfExists(old);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.atDebug().log("another process was quicker");
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("a refused run event could not be set aside");
    }
  }

  /** Does it unless another process is at it; whether it did. */
  boolean delivering(Runnable work) throws IOException {
    if (folder == null) {
      work.run();
      return true;
    }
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("delivering.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        return false;
      }
      work.run();
      return true;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  synchronized int size() {
    return names().size();
  }

  synchronized long lost() {
    return lost;
  }

  private TreeSet<String> names() {
    TreeSet<String> names = new TreeSet<>(memory.keySet());
    if (folder != null) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> Character.isDigit(name.charAt(0)) && name.endsWith(JSON))
            .forEach(name -> names.add(name.substring(0, name.length() - JSON.length())));
      } catch (IOException e) {
        LOG.atWarn().setCause(e).log("the outbox cannot be read");
      }
    }
    return names;
  }

  private void lose() {
    lost++;
    LOG.atWarn().addKeyValue("lost", lost).log("the outbox is full: a run event is lost");
    if (folder != null) {
      try {
        StateFile.writeWhole(folder.resolve("lost" + JSON), Json.write(lost));
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("lost events are counted in memory only");
      }
    }
  }
}
