package io.blinktwice.runtime.access;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets no server start that others could reach and nobody has to sign in to. */
@Context
@Requires(property = "micronaut.server.port")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class LoopbackWithoutSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(LoopbackWithoutSignIn.class);

  LoopbackWithoutSignIn(
      SignIn signIn, @Nullable @Value("${micronaut.server.host:}") String address) {
    if (signIn.isOn()) {
      return;
    }
    if (address == null || address.isBlank() || !isLoopback(address)) {
      throw new IllegalStateException(
          "this server would listen on %s and let anybody change anything: set blinktwice.access.keys-file (see 'blinktwice keys') or blinktwice.access.token.issuer, or listen on 127.0.0.1 (micronaut.server.host)"
              .formatted(address == null || address.isBlank() ? "every address" : address));
    }
    LOG.atInfo().addKeyValue("address", address).log("Nobody signs in: loopback only");
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
