package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a server is launched: what stands on its command line and in its environment. */
public record ServerLaunch(List<String> jvmFlags, Map<String, String> environment) {
  public static final String MAIN_CLASS = "org.apache.spark.sql.connect.service.SparkConnectServer";
  public static final String DOOR = "io.blinktwice.door.PoolSecretInterceptor";
  public static final String LISTENER = "io.blinktwice.listener.ServerListener";

  /** What Spark computes with where it can. */
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";

  /**
   * Jobs that are in no pool of their own take turns. Without it they would queue: Spark's own
   * default pool is first in, first out, even where the mode is FAIR.
   */
  public static final String FAIR =
      """
      <?xml version="1.0"?>
      <allocations>
        <pool name="default">
          <schedulingMode>FAIR</schedulingMode>
          <weight>1</weight>
          <minShare>0</minShare>
        </pool>
      </allocations>
      """;

  /** Spark's own ports are nobody's business; that of Connect is what {@link Reach} says. */
  private static final String LOOPBACK = "127.0.0.1";

  private static final EngineVersion FIRST_WITH_NATIVE_TABLES = new EngineVersion("4.0.0");

  /** What Spark's own launcher opens of the JDK's modules, 3.5 and 4.x together. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar",
          "java.security.jgss/sun.security.krb5");

  public static ServerLaunch of(ServerSpec spec, PoolSecret secret) {
    List<String> flags = new ArrayList<>(memory(spec.size()));
    flags.addAll(moduleFlags());
    flags.add("-Djava.io.tmpdir=" + spec.temporary());
    flags.addAll(spec.launch().jvmFlags());
    settings(spec).forEach((key, value) -> flags.add("-D" + key + "=" + value));
    return new ServerLaunch(List.copyOf(flags), environment(spec, secret));
  }

  private static List<String> memory(ServerSize size) {
    return List.of(
        "-Xmx" + size.heapMegabytes() + "m",
        // On small machines the JVM would choose the serial collector, which reports less heap
        // than it was given, and Spark would refuse it.
        "-XX:+UseG1GC",
        // A server without memory must go, with an exit code that says so.
        "-XX:+ExitOnOutOfMemoryError");
  }

  private static List<String> moduleFlags() {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:+IgnoreUnrecognizedVMOptions");
    flags.add(VECTORS);
    OPENED.forEach(opened -> flags.add("--add-opens=" + opened + "=ALL-UNNAMED"));
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("-Djdk.reflect.useDirectMethodHandle=false");
    flags.add("-Dio.netty.tryReflectionSetAccessible=true");
    return flags;
  }

  private static Map<String, String> settings(ServerSpec spec) {
    // What the pool sets wins: LaunchRules refuse a release that names it.
    Map<String, String> settings = new TreeMap<>(spec.launch().sparkConf());
    settings.put("spark.master", "local[" + spec.size().cores() + "]");
    settings.put("spark.app.name", spec.cluster());
    settings.put("spark.driver.host", LOOPBACK);
    settings.put("spark.driver.bindAddress", LOOPBACK);
    settings.put("spark.connect.grpc.binding.address", spec.listen());
    settings.put("spark.connect.grpc.binding.port", String.valueOf(spec.port()));
    settings.put("spark.connect.grpc.interceptor.classes", DOOR);
    settings.put("spark.extraListeners", LISTENER);
    settings.put("spark.scheduler.mode", "FAIR");
    settings.put("spark.scheduler.allocation.file", spec.schedulingFile().toString());
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.local.dir", spec.local().toString());
    settings.put("spark.sql.warehouse.dir", spec.warehouse().toString());
    if (spec.launch().engine().compareTo(FIRST_WITH_NATIVE_TABLES) < 0) {
      // Else CREATE TABLE without USING asks for Hive, which is not there; the default from 4.0 on.
      settings.putIfAbsent("spark.sql.legacy.createHiveTableByDefault", "false");
    }
    return settings;
  }

  private static Map<String, String> environment(ServerSpec spec, PoolSecret secret) {
    return Map.of(
        "BLINKTWICE_POOL_SECRET",
        secret.value(),
        "BLINKTWICE_CLUSTER",
        spec.cluster(),
        "BLINKTWICE_REPORTS_PORT",
        String.valueOf(spec.reportsPort()),
        // These variables would win over the settings of the same meaning, if the user has them.
        "SPARK_LOCAL_DIRS",
        spec.local().toString(),
        "SPARK_LOCAL_IP",
        LOOPBACK,
        // Flags meant for the JDK of whoever started us may stop a server's older one.
        "JDK_JAVA_OPTIONS",
        "");
  }

  @Override
  public String toString() {
    return "ServerLaunch[jvmFlags=" + jvmFlags + ", environment=" + environment.keySet() + "]";
  }
}
