package io.blinktwice.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.router.harness.SparkService;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and mTLS on the side that clients see; whoever gets through is told so by the routing. */
class FrontTest {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();

  @TempDir private Path folder;

  @Test
  void clientsThatKnowTheCertificateGetThroughAndPlainOnesDoNot() throws Exception {
    Pair server = pair("server");
    try (ProxyServer proxy = proxy(server, null)) {
      assertEquals("reached", answer(proxy, trusting(server).build()));
      assertEquals(
          Status.Code.UNAVAILABLE, failure(proxy, InsecureChannelCredentials.create()).getCode());
    }
  }

  @Test
  void clientsShowCertificatesWhereThoseAreAskedFor() throws Exception {
    Pair server = pair("server");
    Pair friend = pair("friend");
    Pair stranger = pair("stranger");
    try (ProxyServer proxy = proxy(server, friend.certificate())) {
      assertEquals("reached", answer(proxy, showing(friend, server)));
      assertEquals(Status.Code.UNAVAILABLE, failure(proxy, showing(stranger, server)).getCode());
      assertEquals(Status.Code.UNAVAILABLE, failure(proxy, trusting(server).build()).getCode());
    }
  }

  private record Pair(Path certificate, Path key) {}

  private static TlsChannelCredentials.Builder trusting(Pair server) throws Exception {
    return TlsChannelCredentials.newBuilder().trustManager(server.certificate().toFile());
  }

  private static ChannelCredentials showing(Pair own, Pair server) throws Exception {
    return trusting(server).keyManager(own.certificate().toFile(), own.key().toFile()).build();
  }

  private static ProxyServer proxy(Pair server, @Nullable Path clients) throws Exception {
    Front front =
        new Front(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Front.Tls(server.certificate(), server.key(), clients).credentials(),
            Entrance.open());
    return ProxyServer.start(
        front,
        SparkService.name(),
        (arrival, message, waiting) -> {
          throw Status.ALREADY_EXISTS.withDescription("reached").asException();
        },
        new WorkspaceShares(WorkspaceLimits.NONE),
        AccessLog.NONE);
  }

  private static String answer(ProxyServer proxy, ChannelCredentials credentials) {
    return Optional.ofNullable(failure(proxy, credentials).getDescription()).orElse("");
  }

  private static Status failure(ProxyServer proxy, ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + proxy.port(), credentials).build();
    try {
      return assertThrows(
              StatusRuntimeException.class,
              () ->
                  SparkConnectServiceGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(20, TimeUnit.SECONDS)
                      .config(ConfigRequest.newBuilder().setSessionId("s").build()))
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  /** The JDK's own tool makes a certificate that signs itself. */
  private Pair pair(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stored = Files.newInputStream(store)) {
      keys.load(stored, PASSWORD);
    }
    return new Pair(
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded()),
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded()));
  }

  private Path pem(String file, String what, byte[] content) throws Exception {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what);
    return Files.writeString(folder.resolve(file), text);
  }
}
