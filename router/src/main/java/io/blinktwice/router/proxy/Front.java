package io.blinktwice.router.proxy;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The side that clients see: where it listens, how the connection is kept private, who gets in. */
public record Front(InetSocketAddress address, ServerCredentials credentials, Entrance entrance) {

  /** Plain, and open to everybody. */
  public static Front open(InetSocketAddress address) {
    return new Front(address, InsecureServerCredentials.create(), Entrance.open());
  }

  /**
   * What TLS needs.
   *
   * @param certificate with the chain to its issuer, as PEM
   * @param key of the certificate, PKCS #8 as PEM
   * @param clientAuthority whose certificates clients have to show; none asks for none
   */
  public record Tls(Path certificate, Path key, @Nullable Path clientAuthority) {
    /**
     * @throws IOException a file cannot be read or is not what it should be
     */
    public ServerCredentials credentials() throws IOException {
      TlsServerCredentials.Builder builder =
          TlsServerCredentials.newBuilder().keyManager(certificate.toFile(), key.toFile());
      if (clientAuthority != null) {
        builder
            .trustManager(clientAuthority.toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
      return builder.build();
    }
  }
}
