package io.blinktwice.door;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.ServerCall;
import org.sparkproject.connect.grpc.ServerCallHandler;
import org.sparkproject.connect.grpc.ServerInterceptor;
import org.sparkproject.connect.grpc.Status;

/**
 * Lets a call in only if it carries the pool's secret; one that asks to forget a session goes no
 * further.
 *
 * <p>Spark makes it by its one public constructor. Compiled against the relocated gRPC of the
 * oldest engine, whose class names later engines keep.
 */
public final class PoolSecretInterceptor implements ServerInterceptor {
  static final String VARIABLE = "BLINKTWICE_POOL_SECRET";
  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-blinktwice-pool-secret", Metadata.ASCII_STRING_MARSHALLER);
  static final String REFUSAL =
      "This Spark server belongs to a Blinktwice pool; connect to the pool's gateway instead.";

  private final byte[] secret;

  public PoolSecretInterceptor() {
    this(System.getenv(VARIABLE));
  }

  PoolSecretInterceptor(@Nullable String secret) {
    if (secret == null || secret.isBlank()) {
      throw new IllegalStateException(
          VARIABLE + " is not set, so nobody could call this server; its pool has to set it");
    }
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (isKnown(headers.get(HEADER))) {
      byte[] session = headers.get(SessionForgetting.HEADER);
      if (session == null) {
        return next.startCall(call, headers);
      }
      call.close(SessionForgetting.forget(session), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    call.close(Status.UNAUTHENTICATED.withDescription(REFUSAL), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private boolean isKnown(@Nullable String claimed) {
    // In constant time: how long a refusal takes says nothing about the secret.
    return claimed != null
        && MessageDigest.isEqual(secret, claimed.getBytes(StandardCharsets.UTF_8));
  }
}
