package io.blinktwice.router;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.router.effect.Gateway;
import io.blinktwice.router.proxy.AccessLog;
import io.blinktwice.router.proxy.Entrance;
import io.blinktwice.router.proxy.Front;
import io.blinktwice.router.proxy.LoggedCalls;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen for the role {@code router}.
 *
 * @param listenAddress where clients connect; other than loopback only where callers sign in
 * @param port 0 takes a free one
 * @param resolveUrl base of the HTTP API that answers {@code POST /v1/resolve}
 * @param fallbackVersion what runs get as long as resolve has never named a stable version
 * @param readyWait how long a session waits for a cluster of its version
 * @param clientGrace how long an attempt may be without a session or a connection before it ends
 * @param drainWithin how long running operations may go on once it is told to stop
 * @param recogniseByPlans whether a session that declares no workload is recognised by its user,
 *     its client and the shape of its first plan; otherwise it runs on the stable version, untold
 * @param accessLog whether the log gets a line for each call that is over
 * @param secretFile holds what opens the servers' doors; may appear and change at any time
 * @param apiKeyFile holds the API key for resolve, where callers sign in; likewise
 * @param tlsCertificate of the gateway with its chain, as PEM; clients then connect with
 *     `use_ssl=true`
 * @param tlsKey of that certificate, PKCS #8 as PEM
 * @param tlsClientCa whose certificates clients have to show as well (mTLS), as PEM
 */
@ConfigurationProperties("blinktwice.router")
@Requires(property = "blinktwice.roles.router", notEquals = "false")
public record RouterConfig(
    @Bindable(defaultValue = "127.0.0.1") String listenAddress,
    @Bindable(defaultValue = "15002") int port,
    @Bindable(defaultValue = "http://127.0.0.1:15080") String resolveUrl,
    @Nullable String fallbackVersion,
    @Bindable(defaultValue = "30s") Duration readyWait,
    @Bindable(defaultValue = "2s") Duration clientGrace,
    @Bindable(defaultValue = "20s") Duration drainWithin,
    @Bindable(defaultValue = "true") boolean recogniseByPlans,
    @Bindable(defaultValue = "false") boolean accessLog,
    @Nullable Path secretFile,
    @Nullable Path apiKeyFile,
    @Nullable Path tlsCertificate,
    @Nullable Path tlsKey,
    @Nullable Path tlsClientCa) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  public RouterConfig {
    List<String> problems = new ArrayList<>();
    if (listenAddress.isBlank() || new InetSocketAddress(listenAddress, 0).isUnresolved()) {
      problems.add(
          "listen-address must be an address of this machine, not '%s'".formatted(listenAddress));
    }
    if (port < 0 || port > 65_535) {
      problems.add("port must lie between 0 and 65535, not " + port);
    }
    if (!isHttp(resolveUrl)) {
      problems.add("resolve-url must look like http://host:port, not '" + resolveUrl + "'");
    }
    if (fallbackVersion == null) {
      problems.add("fallback-version must name the engine version for when resolve is away");
    } else if (!isVersion(fallbackVersion)) {
      problems.add("fallback-version must look like 4.1.2, not '" + fallbackVersion + "'");
    }
    if (readyWait.isNegative() || readyWait.compareTo(LONGEST) > 0) {
      problems.add("ready-wait must lie between 0 and 10 minutes, not " + readyWait);
    }
    if (clientGrace.isNegative() || clientGrace.compareTo(LONGEST) > 0) {
      problems.add("client-grace must lie between 0 and 10 minutes, not " + clientGrace);
    }
    if (drainWithin.isNegative() || drainWithin.compareTo(LONGEST) > 0) {
      problems.add("drain-within must lie between 0 and 10 minutes, not " + drainWithin);
    }
    if ((tlsCertificate == null) != (tlsKey == null)) {
      problems.add("tls-certificate and tls-key belong together");
    }
    if (tlsClientCa != null && tlsCertificate == null) {
      problems.add("tls-client-ca needs tls-certificate and tls-key");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.router: " + String.join("; ", problems));
    }
  }

  boolean hasTls() {
    return tlsCertificate != null;
  }

  boolean isLoopback() {
    return new InetSocketAddress(listenAddress, port).getAddress().isLoopbackAddress();
  }

  /**
   * @throws IllegalArgumentException the files for TLS are not what they should be
   */
  Front front(Entrance entrance) {
    ServerCredentials credentials = InsecureServerCredentials.create();
    if (tlsCertificate != null && tlsKey != null) {
      try {
        credentials = new Front.Tls(tlsCertificate, tlsKey, tlsClientCa).credentials();
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "blinktwice.router: tls-certificate, tls-key or tls-client-ca cannot be read: "
                + e.getMessage(),
            e);
      }
    }
    return new Front(new InetSocketAddress(listenAddress, port), credentials, entrance);
  }

  Gateway.Settings settings(Front front, WorkspaceLimits limits) {
    return new Gateway.Settings(
        front,
        URI.create(resolveUrl),
        new EngineVersion(String.valueOf(fallbackVersion)),
        readyWait,
        clientGrace,
        secretFile,
        apiKeyFile,
        recogniseByPlans,
        limits,
        accessLog ? new LoggedCalls() : AccessLog.NONE);
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return List.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isVersion(String text) {
    try {
      return new EngineVersion(text).value().equals(text);
    } catch (InvalidIdentifier e) {
      return false;
    }
  }
}
