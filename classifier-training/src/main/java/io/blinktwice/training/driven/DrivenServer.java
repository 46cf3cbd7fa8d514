package io.blinktwice.training.driven;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real Spark Connect server on loopback, as a child that ends with its driver. */
final class DrivenServer implements AutoCloseable {
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private static final Pattern ENDED =
      Pattern.compile("^Exception in thread|^Error: |ERROR SparkContext: Error initializing");
  private static final int LINES_OF_LAST_WORDS = 30;

  private final Process process;
  private final int port;
  private final Path log;
  private final Path local;
  private final List<SmallDisk> disks;

  /**
   * What a server is started from.
   *
   * @param jars by release, the folder of its jars
   */
  record Engines(Path java, Map<String, Path> jars, Path work) {}

  private DrivenServer(Process process, int port, Path log, Path local, List<SmallDisk> disks) {
    this.process = process;
    this.port = port;
    this.log = log;
    this.local = local;
    this.disks = disks;
  }

  static DrivenServer start(Engines engines, String version, ServerVariant variant)
      throws IOException {
    int port = freePort();
    Path home = Files.createTempDirectory(engines.work(), "server-" + version + "-");
    Path log = home.resolve("log.txt");
    Path local = Files.createDirectories(home.resolve("local"));
    List<SmallDisk> disks =
        variant.disk().isEmpty() ? List.of() : List.of(SmallDisk.at(local, variant.disk()));
    List<String> command = new ArrayList<>();
    command.add(engines.java().toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseG1GC", "-XX:+IgnoreUnrecognizedVMOptions"));
    command.add("--add-modules=jdk.incubator.vector");
    OPENED.forEach(each -> command.add("--add-opens=java.base/" + each + "=ALL-UNNAMED"));
    settings(home, port, variant).forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classPath(engines, version, variant)));
    command.add("org.apache.spark.sql.connect.service.SparkConnectServer");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new DrivenServer(process, port, log, local, disks);
  }

  private static Map<String, String> settings(Path home, int port, ServerVariant variant) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", "local[1]");
    settings.put("spark.app.name", "driven");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.connect.grpc.binding.address", "127.0.0.1");
    settings.put("spark.connect.grpc.binding.port", String.valueOf(port));
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.local.dir", home.resolve("local").toString());
    settings.put("spark.sql.warehouse.dir", home.resolve("warehouse").toString());
    settings.put("spark.sql.legacy.createHiveTableByDefault", "false");
    settings.put("spark.sql.shuffle.partitions", "2");
    // Stacks come with the answer then, as clients with debugging switched on see them.
    settings.put("spark.sql.pyspark.jvmStacktrace.enabled", "true");
    settings.put("spark.connect.jvmStacktrace.maxSize", "3000");
    // What the outside refuses is given up soon.
    settings.put("spark.hadoop.ipc.client.connect.max.retries", "1");
    settings.put("spark.hadoop.ipc.client.connect.max.retries.on.timeouts", "1");
    settings.put("spark.hadoop.dfs.client.retry.max.attempts", "1");
    settings.put("spark.hadoop.ipc.client.rpc-timeout.ms", "3000");
    settings.put("spark.hadoop.dfs.webhdfs.socket.connect-timeout", "3s");
    settings.put("spark.hadoop.dfs.webhdfs.socket.read-timeout", "3s");
    settings.putAll(variant.settings());
    return settings;
  }

  private static String classPath(Engines engines, String version, ServerVariant variant)
      throws IOException {
    List<String> path = new ArrayList<>();
    for (Map.Entry<String, Path> other : engines.jars().entrySet()) {
      if (!other.getKey().equals(version)) {
        for (Path jar : jars(other.getValue())) {
          if (startsWithAny(jar, variant.foreign())) {
            path.add(jar.toString());
          }
        }
      }
    }
    Path own = engines.jars().get(version);
    if (own == null) {
      throw new IllegalArgumentException("there are no jars of " + version);
    }
    for (Path jar : jars(own)) {
      if (!startsWithAny(jar, variant.without())) {
        path.add(jar.toString());
      }
    }
    return String.join(File.pathSeparator, path);
  }

  private static boolean startsWithAny(Path jar, List<String> prefixes) {
    return prefixes.stream().anyMatch(jar.getFileName().toString()::startsWith);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** From its log, the failure that it ended with; empty where it tells of none. */
  Optional<String> lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (ENDED.matcher(lines.get(i)).find()) {
        int end = Math.min(lines.size(), i + LINES_OF_LAST_WORDS);
        return Optional.of(String.join("\n", lines.subList(i, end)));
      }
    }
    return Optional.empty();
  }

  /** Where it keeps shuffles and blocks. */
  Path local() {
    return local;
  }

  /** Waits, but no longer than it lives. */
  void await(long millis) {
    try {
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void killAfter(long millis) {
    Thread.ofVirtual()
        .start(
            () -> {
              await(millis);
              process.destroyForcibly();
            });
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SmallDisk disk : disks) {
      disk.close();
    }
  }
}
