package io.blinktwice.pinning.ticket.effect;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts one signed message to an address that was checked.
 *
 * <p>The HTTP clients of the platform look the host's address up themselves, perhaps another one
 * than was checked; so the connection is made here, to the very address, and TLS checks the name.
 * Of the answer only the status is read: nothing is followed.
 */
final class SignedPost {
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
  private static final int LONGEST_LINE = 1_000;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

  private SignedPost() {}

  /** The status of the answer; the key is the same each time the same thing is told. */
  static int send(Webhook hook, String key, byte[] body, Instant at) throws IOException {
    InetAddress address = Addresses.of(hook);
    try (Socket socket = connected(hook.url(), address)) {
      OutputStream out = socket.getOutputStream();
      out.write(head(hook, key, body, at).getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      return status(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static Socket connected(URI url, InetAddress address) throws IOException {
    boolean secure = "https".equals(url.getScheme());
    int port = url.getPort() < 0 ? (secure ? 443 : 80) : url.getPort();
    Socket plain = new Socket();
    try {
      plain.connect(
          new InetSocketAddress(address, port), Math.toIntExact(CONNECTED_WITHIN.toMillis()));
      plain.setSoTimeout(Math.toIntExact(ANSWERED_WITHIN.toMillis()));
      return secure ? secured(plain, url.getHost(), port) : plain;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secure = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static String head(Webhook hook, String key, byte[] body, Instant at) {
    URI url = hook.url();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    String timestamp = String.valueOf(at.getEpochSecond());
    return String.join(
            "\r\n",
            "POST " + target + " HTTP/1.1",
            "Host: " + url.getRawAuthority(),
            "Content-Type: application/json",
            "Content-Length: " + body.length,
            "Connection: close",
            "User-Agent: blinktwice",
            "Idempotency-Key: " + key,
            "X-Blinktwice-Timestamp: " + timestamp,
            "X-Blinktwice-Signature: sha256=" + signature(hook.secret(), timestamp, body))
        + "\r\n\r\n";
  }

  /** Over the time too: an old message cannot be passed off as a new one. */
  static String signature(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static int status(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.length() < LONGEST_LINE) {
      line.append((char) next);
      next = in.read();
    }
    Matcher status = STATUS.matcher(line.toString().strip());
    if (!status.matches()) {
      throw new ProtocolException("the answer is not HTTP");
    }
    return Integer.parseInt(status.group(1));
  }
}
