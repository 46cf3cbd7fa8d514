package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.ServerLoad;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the reports of the pool's servers, on loopback. Who connects proves that it knows the
 * pool's secret before anything else is read; lines and connections are bounded.
 */
final class ReportServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportServer.class);
  private static final int CONNECTIONS = 100;
  private static final int LONGEST_LINE = 256 << 10;
  private static final int LONGEST_GREETING = 1_000;
  private static final int NONCE_BYTES = 32;

  /** A stranger that says nothing is not waited for. */
  private static final int GREETING_MILLIS = 5_000;

  private final ServerSocket socket;
  private final PoolSecret secret;
  private final Sink sink;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore free = new Semaphore(CONNECTIONS);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Who is told; called from the connections' threads, and may make them wait. */
  interface Sink {
    void on(String cluster, ServerLoad load);

    void on(String cluster, OperationUse use);

    /** Something was said that is no report, or by nobody we know. */
    void refused();
  }

  private ReportServer(ServerSocket socket, PoolSecret secret, Sink sink) {
    this.socket = socket;
    this.secret = secret;
    this.sink = sink;
  }

  static ReportServer open(PoolSecret secret, Sink sink) throws IOException {
    ReportServer server =
        new ReportServer(
            new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress()), secret, sink);
    Thread.ofVirtual().name("reports").start(server::accept);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        if (free.tryAcquire()) {
          Thread.ofVirtual().name("report").start(() -> serve(connection));
        } else {
          connection.close();
          sink.refused();
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.atWarn().setCause(e).log("a server's reports could not be taken");
        }
      }
    }
  }

  private void serve(Socket connection) {
    open.add(connection);
    try (connection) {
      connection.setSoTimeout(GREETING_MILLIS);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      String cluster = greet(connection, in);
      if (cluster == null) {
        sink.refused();
        return;
      }
      connection.setSoTimeout(0);
      String line = line(in, LONGEST_LINE);
      while (line != null) {
        take(cluster, line);
        line = line(in, LONGEST_LINE);
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.atDebug().setCause(e).log("a server's reports ended");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("a server's reports are not read any further");
    } finally {
      open.remove(connection);
      free.release();
    }
  }

  /** The cluster that it is; null for a stranger. */
  private @Nullable String greet(Socket connection, InputStream in)
      throws IOException, GeneralSecurityException {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = HexFormat.of().formatHex(bytes);
    connection.getOutputStream().write((nonce + "\n").getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().flush();
    String said = line(in, LONGEST_GREETING);
    ReportLines.Greeting greeting = said == null ? null : ReportLines.greeting(said).orElse(null);
    if (greeting == null) {
      return null;
    }
    byte[] expected = proof(nonce, greeting.cluster()).getBytes(StandardCharsets.US_ASCII);
    byte[] given = greeting.proof().getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, given) ? greeting.cluster() : null;
  }

  private String proof(String nonce, String cluster) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of()
        .formatHex(mac.doFinal((nonce + " " + cluster).getBytes(StandardCharsets.UTF_8)));
  }

  private void take(String cluster, String line) {
    ReportLines.read(line)
        .ifPresentOrElse(
            said -> {
              ReportLines.load(said).ifPresent(load -> sink.on(cluster, load));
              ReportLines.operation(said).ifPresent(use -> sink.on(cluster, use));
            },
            sink::refused);
  }

  /** Null at the end; a line that is too long ends the connection. */
  private static @Nullable String line(InputStream in, int longest) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (line.length() == longest) {
        throw new IOException("a line of more than " + longest + " bytes");
      }
      line.append((char) next);
      next = in.read();
    }
    return next < 0 ? null : line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the door for reports did not close in order");
    }
  }
}
