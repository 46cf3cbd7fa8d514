package io.blinktwice.runtime.query;

import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.streams.StreamsService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.context.ServerRequestContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/**
 * The values of a store, whichever instance has them, for an endpoint that answers with one.
 *
 * <p>Here if this instance owns the key; else the owner answers the whole request, else a standby,
 * which says how old its answer may be. While neither can, they are asked again, for two seconds;
 * then the client is told to come back.
 */
public final class KeyedState<V> {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Whoever waits for a read gives up after half a second: a standby has to have its turn. */
  private static final Duration READ_WITHIN = Duration.ofMillis(300);

  /** An order waits for brokers, up to nine seconds of its own. */
  private static final Duration ORDER_WITHIN = Duration.ofSeconds(12);

  private static final int SERVER_ERRORS = 500;

  private final StreamsService service;
  private final String store;
  private final Peers peers;

  private final Lookup<V> ordinary;
  private volatile @Nullable OpenStores open;

  /** The stores of one partition that are here. */
  public interface Stores {
    /** What a store holds under a key that belongs to the partition. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // Whoever names a store knows its values.
    <T> @Nullable T get(String store, String key);
  }

  /** What the stores that hold a key's partition say of it; they are read one after the other. */
  @FunctionalInterface
  public interface Lookup<V> {
    @Nullable V in(Stores stores, String key);
  }

  private record Asked<V>(String key, Lookup<V> wanted) {}

  /** Of values as one store has them. */
  public KeyedState(StreamsService service, String store, Peers peers) {
    this(service, store, peers, (stores, key) -> stores.get(store, key));
  }

  /**
   * Of values that several stores of one task make up.
   *
   * @param store the one whose keys say where a value is
   */
  public KeyedState(StreamsService service, String store, Peers peers, Lookup<V> ordinary) {
    this.service = service;
    this.store = store;
    this.peers = peers;
    this.ordinary = ordinary;
  }

  /** For answers that may be a little old, and then say so. Empty for an unknown key. */
  public Optional<V> read(String key) {
    return read(key, ordinary);
  }

  /** The same, for who needs more or less of it. */
  public Optional<V> read(String key, Lookup<V> wanted) {
    Asked<V> asked = new Asked<>(key, wanted);
    @Nullable HttpRequest<?> request = current();
    Found<V> found =
        switch (AskedAs.of(request)) {
          case OWNER -> owned(holders(key), asked);
          case STANDBY -> held(holders(key), asked, request);
          case ANYONE -> fromAnyone(asked, request);
        };
    return found.orUnavailable();
  }

  /** For orders: only the owner knows what they are about. Empty for an unknown key. */
  public Optional<V> readAtOwner(String key) {
    Asked<V> asked = new Asked<>(key, ordinary);
    @Nullable HttpRequest<?> request = current();
    long deadline = deadline();
    while (true) {
      Holders holders = holders(key);
      Found<V> here = owned(holders, asked);
      if (here.isHere() || request == null || AskedAs.of(request) != AskedAs.ANYONE) {
        return here.orUnavailable();
      }
      holders.owner().filter(this::isElsewhere).ifPresent(owner -> order(request, owner));
      if (!pausedBefore(deadline)) {
        return here.orUnavailable();
      }
    }
  }

  private Found<V> fromAnyone(Asked<V> asked, @Nullable HttpRequest<?> request) {
    long deadline = deadline();
    while (true) {
      Holders holders = holders(asked.key);
      Found<V> owned = owned(holders, asked);
      if (owned.isHere() || request == null) {
        return owned;
      }
      holders
          .owner()
          .filter(this::isElsewhere)
          .ifPresent(owner -> relay(request, owner, AskedAs.OWNER));
      Found<V> held = held(holders, asked, request);
      if (held.isHere()) {
        return held;
      }
      holders.standbys().stream()
          .filter(this::isElsewhere)
          .forEach(standby -> relay(request, standby, AskedAs.STANDBY));
      if (!pausedBefore(deadline)) {
        return held;
      }
    }
  }

  private Found<V> owned(Holders holders, Asked<V> asked) {
    return holders.isOwner(here()) ? local(holders, asked, false) : Found.nowhere();
  }

  /** From a copy that was complete at some time; one that never was knows nothing. */
  private Found<V> held(Holders holders, Asked<V> asked, @Nullable HttpRequest<?> request) {
    if (holders.isOwner(here())) {
      return local(holders, asked, false);
    }
    Optional<Duration> staleness = service.staleness(store, holders.partition());
    if (staleness.isEmpty() || request == null) {
      return Found.nowhere();
    }
    Found<V> found = local(holders, asked, true);
    if (found.isHere()) {
      Staleness.mark(request, staleness.get());
    }
    return found;
  }

  private Found<V> local(Holders holders, Asked<V> asked, boolean stale) {
    try {
      return Found.here(asked.wanted.in(stores(holders.partition(), stale), asked.key));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      return Found.nowhere(); // It is being moved or restored, or this instance is not running.
    } catch (ProcessorStateException e) {
      service.onDamage(e);
      return Found.nowhere();
    }
  }

  private Stores stores(int partition, boolean stale) {
    OpenStores opened = opened();
    return new Stores() {
      @Override
      @SuppressWarnings("TypeParameterUnusedInFormals")
      public <T> @Nullable T get(String name, String key) {
        return opened.get(name, partition, stale, key);
      }
    };
  }

  private OpenStores opened() {
    KafkaStreams streams = service.streams();
    OpenStores known = open;
    if (known == null || known.streams() != streams) {
      known = new OpenStores(streams);
      open = known;
    }
    return known;
  }

  private Holders holders(String key) {
    try {
      return Holders.of(service.streams().queryMetadataForKey(store, key, new StringSerializer()));
    } catch (IllegalStateException | InvalidStateStoreException e) {
      return Holders.UNKNOWN; // This instance is not running, or has no assignment yet.
    }
  }

  /** Ends the request here if the other instance has an answer, be it a refusal. */
  private void relay(HttpRequest<?> request, String address, AskedAs as) {
    try {
      HttpResponse<byte[]> answer = peers.ask(request, address, as, READ_WITHIN);
      if (answer.statusCode() < SERVER_ERRORS) {
        throw new Relayed(answer);
      }
    } catch (IOException e) {
      // It is gone or too slow: somebody else is asked.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Only what was certainly not begun is tried again. */
  private void order(HttpRequest<?> request, String owner) {
    try {
      HttpResponse<byte[]> answer = peers.ask(request, owner, AskedAs.OWNER, ORDER_WITHIN);
      if (answer.statusCode() != HttpStatus.SERVICE_UNAVAILABLE.getCode()) {
        throw new Relayed(answer);
      }
    } catch (ConnectException | HttpConnectTimeoutException e) {
      // Nobody is there: the owner may be another one in a moment.
    } catch (IOException e) {
      throw new ProblemException(
          HttpStatus.GATEWAY_TIMEOUT,
          "the instance that owns this workload did not answer: whether the order was taken is not"
              + " known; look before you order again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isElsewhere(String address) {
    return !address.equals(here());
  }

  private String here() {
    return service.settings().advertised();
  }

  private static @Nullable HttpRequest<?> current() {
    return ServerRequestContext.currentRequest().orElse(null);
  }

  private static long deadline() {
    return System.nanoTime() + BOUND.toNanos();
  }

  private static boolean pausedBefore(long deadline) {
    try {
      Thread.sleep(PAUSE);
      return System.nanoTime() < deadline;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
