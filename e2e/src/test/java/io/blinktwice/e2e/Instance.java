package io.blinktwice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.app.installation.Addresses;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.runtime.process.ChildProcess;
import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One server process with some roles, as a deployment would have several of them. */
final class Instance implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path folder;
  private final int port;
  private final ChildProcess process;

  private Instance(String name, Path folder, int port, ChildProcess process) {
    this.name = name;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Which roles it has, and other settings. */
  record Kind(String roles, Map<String, String> settings, List<String> flags, Path javaHome) {
    Kind(String roles, Map<String, String> settings, List<String> flags) {
      this(roles, settings, flags, Path.of(System.getProperty("java.home")));
    }

    Kind on(Path otherJavaHome) {
      return new Kind(roles, settings, flags, otherJavaHome);
    }

    static Kind of(String roles, String... settings) {
      Map<String, String> pairs = new java.util.TreeMap<>();
      for (int i = 0; i < settings.length; i += 2) {
        pairs.put(settings[i], settings[i + 1]);
      }
      return new Kind(roles, pairs, List.of());
    }
  }

  static Instance start(String name, Path folder, Addresses addresses, Kind kind)
      throws IOException {
    return start(name, folder, freePort(), addresses, kind);
  }

  /** The same instance once more, where the one before it was. */
  Instance again(Addresses addresses, Kind kind) throws IOException {
    return start(name, folder, port, addresses, kind);
  }

  private static Instance start(String name, Path folder, int port, Addresses addresses, Kind kind)
      throws IOException {
    ProgramHome home = ProgramHome.ofThisProcess();
    Files.createDirectories(folder);
    List<String> flags = Workshop.flags("-Xmx256m", "-XX:TieredStopAtLevel=1");
    flags.addAll(kind.flags());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "server",
                "--roles=" + kind.roles(),
                "--kafka=" + addresses.kafka().bootstrapServers(),
                "--registry=" + addresses.kafka().registryUrl(),
                "--http-port=" + port,
                "--state=" + folder.resolve("state"),
                "--set=blinktwice.instance=" + name));
    kind.settings().forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
    ChildProcess process =
        ChildProcess.start(
            new JavaCommand(
                name,
                kind.javaHome(),
                flags,
                home.appClassPath(),
                "io.blinktwice.app.Blinktwice",
                arguments,
                Map.of(),
                folder,
                folder.resolve(name + ".log")));
    return new Instance(name, folder, port, process);
  }

  /** Base of its HTTP API. */
  URI http() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Path state() {
    return folder.resolve("state");
  }

  long pid() {
    return process.pid();
  }

  String log() throws IOException {
    return Files.readString(process.log());
  }

  /** Status, body and how old the answer may be, empty for an owner's. */
  record Answer(int status, JsonNode body, String staleness) {}

  Answer get(String path) throws IOException, InterruptedException {
    return call("GET", path, "", Map.of());
  }

  Answer call(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(),
        answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body()),
        answer.headers().firstValue("X-Blinktwice-Staleness-Ms").orElse(""));
  }

  /** Asks until the status is as wanted. */
  Answer await(String path, int status) {
    return Awaitility.await(name + " " + path)
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(failure -> failure instanceof IOException)
        .until(() -> get(path), answer -> answer.status() == status);
  }

  Instance ready() {
    await("/health/readiness", 200);
    return this;
  }

  void kill() throws Exception {
    process.kill();
    process.exit().get(20, TimeUnit.SECONDS);
  }

  /** The exit code, of one that ends by itself. */
  int end() throws Exception {
    return process.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  void stop() {
    process.stop(Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    process.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
