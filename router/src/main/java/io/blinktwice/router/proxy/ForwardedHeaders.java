package io.blinktwice.router.proxy;

import io.grpc.Metadata;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server gets to see of a client's headers: all but those of the connection itself, which
 * gRPC writes anew, and those that speak to the gateway.
 */
public final class ForwardedHeaders {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "grpc-accept-encoding",
          "grpc-encoding",
          "grpc-timeout",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private static final Metadata.Key<String> POOL_SECRET =
      Metadata.Key.of("x-blinktwice-pool-secret", Metadata.ASCII_STRING_MARSHALLER);

  /** What gateway and servers say to each other begins so. */
  private static final String INTERNAL = "x-blinktwice-";

  private final Set<String> ofTheGateway;

  public ForwardedHeaders(Set<String> ofTheGateway) {
    this.ofTheGateway = Set.copyOf(ofTheGateway);
  }

  /** A client cannot speak for the gateway: whatever secret it sends is dropped. */
  public Metadata of(Metadata received, @Nullable String poolSecret) {
    Metadata forwarded = new Metadata();
    for (String name : received.keys()) {
      if (passes(name)) {
        copy(received, forwarded, name);
      }
    }
    if (poolSecret != null) {
      forwarded.put(POOL_SECRET, poolSecret);
    }
    return forwarded;
  }

  private boolean passes(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !OF_THE_CONNECTION.contains(lower)
        && !ofTheGateway.contains(lower)
        && !lower.startsWith(INTERNAL);
  }

  private static void copy(Metadata from, Metadata to, String name) {
    if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
      copy(from, to, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
    } else {
      copy(from, to, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }
  }

  private static <T> void copy(Metadata from, Metadata to, Metadata.Key<T> key) {
    Iterable<T> values = from.getAll(key);
    if (values != null) {
      values.forEach(value -> to.put(key, value));
    }
  }
}
