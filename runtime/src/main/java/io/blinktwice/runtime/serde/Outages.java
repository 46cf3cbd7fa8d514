package io.blinktwice.runtime.serde;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells a registry that is away from a bad record, where a serde that is not ours does not. */
final class Outages {
  private static final int DEEPEST_CAUSE = 20;

  private Outages() {}

  static RuntimeException orItself(RuntimeException failure) {
    if (failure instanceof RegistryUnavailable) {
      return failure;
    }
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (isOutage(cause)) {
        return new RegistryUnavailable(String.valueOf(failure.getMessage()), failure);
      }
      cause = cause.getCause();
    }
    return failure;
  }

  private static boolean isOutage(Throwable cause) {
    return switch (cause) {
      case SerializationException badRecord -> false;
      case RetriableException later -> true;
      case SocketException unreachable -> true;
      case SocketTimeoutException silent -> true;
      case UnknownHostException unknown -> true;
      case HttpTimeoutException silent -> true;
      case SSLException untrusted -> true;
      default -> false;
    };
  }
}
