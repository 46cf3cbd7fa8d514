package io.blinktwice.listener;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines to the supervisor, on a thread of its own. Whoever hands in a line never waits: when
 * nobody takes lines, the buffer is full and further ones are dropped and counted.
 */
final class Reporter implements AutoCloseable {
  private static final int BUFFERED = 2_000;
  private static final int LONGEST_NONCE = 128;
  private static final int CONNECT_MILLIS = 2_000;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Supervisor supervisor;
  private final LongFunction<String> load;
  private final long everyNanos;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(BUFFERED);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private @Nullable String pending;
  private volatile boolean closed;

  /**
   * Where reports go.
   *
   * @param cluster what this server is called there
   */
  record Supervisor(int port, String cluster, String secret) {
    @Override
    public String toString() {
      return "Supervisor[port=" + port + ", cluster=" + cluster + "]";
    }
  }

  /**
   * @param load what to say regularly; given the number of lines that were dropped so far
   */
  Reporter(Supervisor supervisor, LongFunction<String> load, long everyMillis) {
    this.supervisor = supervisor;
    this.load = load;
    this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    this.thread = new Thread(this::run, "blinktwice-reporter");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void send(String line) {
    if (!lines.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  long dropped() {
    return dropped.get();
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!closed) {
      long began = System.nanoTime();
      try (Socket socket = connect()) {
        talk(socket);
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        // The supervisor is gone, or does not want us; its end is ours, by the lifeline.
        boolean lasted = System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(pause);
        pause = lasted ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (!sleeps(pause)) {
        return;
      }
    }
  }

  private static boolean sleeps(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), supervisor.port()),
          CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void talk(Socket socket)
      throws IOException, GeneralSecurityException, InterruptedException {
    String nonce = line(socket.getInputStream());
    BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII));
    say(
        out,
        new JsonLine()
            .put("cluster", supervisor.cluster())
            .put("proof", proof(supervisor.secret(), nonce, supervisor.cluster()))
            .done());
    out.flush();
    long next = System.nanoTime();
    while (!closed) {
      if (pending == null) {
        pending = lines.poll(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
      if (pending != null) {
        say(out, pending);
        pending = null;
      }
      if (System.nanoTime() - next >= 0) {
        say(out, load.apply(dropped()));
        next = System.nanoTime() + everyNanos;
      }
      if (lines.isEmpty()) {
        out.flush();
      }
    }
  }

  private static void say(BufferedWriter out, String line) throws IOException {
    out.write(line);
    out.write('\n');
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.length() < LONGEST_NONCE) {
      line.append((char) next);
      next = in.read();
    }
    if (next != '\n') {
      throw new IOException("this is no supervisor");
    }
    return line.toString();
  }

  /** Knows the secret without saying it: whoever else listens on that port learns nothing. */
  static String proof(String secret, String nonce, String cluster) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] sum = mac.doFinal((nonce + " " + cluster).getBytes(StandardCharsets.UTF_8));
    StringBuilder hex = new StringBuilder();
    for (byte b : sum) {
      hex.append(String.format("%02x", b & 0xff));
    }
    return hex.toString();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
