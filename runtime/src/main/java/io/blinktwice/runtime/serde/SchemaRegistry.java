package io.blinktwice.runtime.serde;

import io.blinktwice.runtime.serde.RegistryCalls.NotThere;
import io.blinktwice.runtime.serde.SchemaMemory.Registration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schemas and their ids, each asked for once. What the registry says always wins; what is
 * remembered from an earlier life stands in for it while it does not answer, and is checked as soon
 * as it does. So an empty registry at an old address is noticed, and given our schemas again.
 *
 * <p>One instance for each registry and process, so that all serdes share what was learned.
 */
final class SchemaRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
  private static final Map<RegistrySettings, SchemaRegistry> ALL = new ConcurrentHashMap<>();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(15);
  private static final int TRIES = 6;

  private final RegistryCalls calls;
  private final SchemaMemory memory;
  private final long checkEveryNanos;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();

  /** Used from memory only, because the registry was away: still to be checked. */
  private final Map<Registration, Integer> unchecked = new ConcurrentHashMap<>();

  /** Of ids that the present registry has not given yet; another process may make it do so. */
  private final Map<Integer, Schema> borrowed = new ConcurrentHashMap<>();

  private final AtomicBoolean checking = new AtomicBoolean();
  private volatile boolean away;
  private volatile long nextCheck;

  SchemaRegistry(RegistryCalls calls, SchemaMemory memory, Duration checkEvery) {
    this.calls = calls;
    this.memory = memory;
    this.checkEveryNanos = checkEvery.toNanos();
    this.nextCheck = System.nanoTime() + checkEveryNanos;
  }

  static SchemaRegistry of(RegistrySettings settings) {
    return ALL.computeIfAbsent(
        settings,
        key ->
            new SchemaRegistry(
                new RegistryCalls(new RegistryClient(key), FIRST_PAUSE),
                SchemaMemory.of(key),
                CHECK_EVERY));
  }

  /** The id of a schema under a subject; registers it where it is new and that is wanted. */
  int idOf(String subject, Schema schema, boolean register) {
    // Not computeIfAbsent: a slow registry must not lock the map for other schemas.
    Registration wanted = new Registration(subject, schema);
    checkWhenDue();
    Integer known = ids.get(wanted);
    return known == null ? learned(wanted, register) : known;
  }

  private int learned(Registration wanted, boolean register) {
    Integer remembered = memory.id(wanted);
    if (remembered != null && away) {
      return fromMemory(wanted, remembered);
    }
    try {
      int id = calls.idOf(wanted, register, remembered == null ? TRIES : 1);
      answered();
      if (remembered != null && remembered != id) {
        forget();
      }
      return know(wanted, id);
    } catch (RegistryUnavailable e) {
      return fromMemory(wanted, orRethrow(remembered, e));
    }
  }

  private int fromMemory(Registration wanted, int id) {
    unchecked.put(wanted, id);
    return id;
  }

  private int know(Registration registration, int id) {
    memory.learn(registration, id);
    ids.put(registration, id);
    unchecked.remove(registration);
    return id;
  }

  Schema byId(int id) {
    checkWhenDue();
    Schema known = schemas.getOrDefault(id, borrowed.get(id));
    return known == null ? read(id) : known;
  }

  private Schema read(int id) {
    Schema remembered = memory.schema(id);
    if (remembered != null && away) {
      return remembered;
    }
    try {
      Schema schema = calls.schema(id, remembered == null ? TRIES : 1);
      answered();
      memory.learn(id, schema);
      schemas.put(id, schema);
      return schema;
    } catch (RegistryUnavailable e) {
      return orRethrow(remembered, e);
    } catch (NotThere e) {
      // Nobody can have written this id with the present registry, so an earlier one gave it.
      if (remembered == null) {
        throw e;
      }
      borrowed.put(id, remembered);
      return remembered;
    }
  }

  private <T> T orRethrow(@Nullable T remembered, RegistryUnavailable failure) {
    if (remembered == null) {
      throw failure;
    }
    if (!away) {
      away = true;
      LOG.atWarn()
          .addKeyValue("reason", failure.getMessage())
          .log("the schema registry is away; going on with the schemas that are remembered");
    }
    return remembered;
  }

  private void answered() {
    if (away) {
      away = false;
      LOG.atInfo().log("the schema registry answers again");
    }
  }

  private void checkWhenDue() {
    if (System.nanoTime() - nextCheck >= 0 && checking.compareAndSet(false, true)) {
      nextCheck = System.nanoTime() + checkEveryNanos;
      Thread.ofVirtual().name("schema-registry-check").start(this::check);
    }
  }

  /** Whether the registry is there, and still the one that gave the ids that we use. */
  private void check() {
    try {
      borrowed.clear();
      for (Map.Entry<Registration, Integer> used : unchecked.entrySet()) {
        confirm(used.getKey(), used.getValue());
      }
      // One is enough to tell another registry by.
      for (Map.Entry<Registration, Integer> used : ids.entrySet().stream().limit(1).toList()) {
        confirm(used.getKey(), used.getValue());
      }
      if (ids.isEmpty()) {
        away = false; // There is nothing to ask about but what is asked for next.
      }
    } catch (RegistryUnavailable e) {
      LOG.atDebug().setCause(e).log("the schema registry is away");
    } finally {
      checking.set(false);
    }
  }

  private void confirm(Registration used, int id) {
    try {
      int now = calls.idOf(used, false, 1);
      answered();
      if (now == id) {
        know(used, id);
        return;
      }
    } catch (NotThere e) {
      answered();
    }
    forget();
  }

  private void forget() {
    LOG.atWarn().log("this is another schema registry than before; its ids are learnt anew");
    memory.forgetRegistrations();
    ids.clear();
    unchecked.clear();
    schemas.clear();
    borrowed.clear();
  }
}
