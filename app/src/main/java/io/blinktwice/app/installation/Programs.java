package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.process.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Blueprints of the components that run our own code: broker, control plane, pool. */
final class Programs {
  static final String BROKER = "broker";
  static final String REGISTRY = "registry";
  static final String CONTROL_PLANE = "control-plane";
  static final String POOL = "pool";

  /** As in the root POM: Kafka and Netty reach for native memory, JDK 25 wants to be told. */
  static final List<String> NATIVE_FLAGS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /**
   * Five times the JVM's own thresholds for its second compiler: of what a start computes, a third
   * was optimising code that had only just begun to run. What runs for minutes passes them anyway.
   */
  static final List<String> SETTLING_FLAGS =
      List.of(
          "-XX:Tier4InvocationThreshold=25000",
          "-XX:Tier4MinInvocationThreshold=3000",
          "-XX:Tier4CompileThreshold=75000",
          "-XX:Tier4BackEdgeThreshold=200000");

  static final Duration READY_WITHIN = Duration.ofSeconds(90);

  /**
   * What whoever starts it adds to the flags of these JVMs, between blanks; theirs is the last
   * word.
   */
  static final String MORE_FLAGS = "BLINKTWICE_JAVA_OPTIONS";

  /** Two Spark servers that start at once on a busy machine. */
  private static final Duration POOL_READY_WITHIN = Duration.ofMinutes(5);

  private final InstallationPlan plan;
  private final ProgramHome home;
  private final ClassCaches caches;

  Programs(InstallationPlan plan, ClassCaches caches) {
    this(plan, plan.home(), caches);
  }

  /** Of another build than the plan's. */
  Programs(InstallationPlan plan, ProgramHome home, ClassCaches caches) {
    this.plan = plan;
    this.home = home;
    this.caches = caches;
  }

  Blueprint broker() {
    List<String> arguments =
        List.of(
            "--data", plan.folder().data().resolve("kafka").toString(),
            "--port", Integer.toString(plan.ports().kafka()),
            "--controller-port", Integer.toString(plan.ports().controller()));
    return new Blueprint(
        brokerCommand(BROKER, arguments),
        () -> BrokerProbe.answers(plan.addresses().kafka()),
        READY_WITHIN);
  }

  JavaCommand brokerCommand(String name, List<String> arguments) {
    return command(
        name,
        List.of("-Xms64m", "-Xmx384m"),
        home.brokerClassPath(),
        "io.blinktwice.broker.EmbeddedBroker",
        arguments);
  }

  Blueprint controlPlane(LocalHttp http) {
    List<String> arguments = new ArrayList<>(List.of("server"));
    arguments.addAll(surroundings());
    arguments.addAll(
        List.of(
            "--http-port",
            Integer.toString(plan.ports().http()),
            "--gateway-port",
            Integer.toString(plan.ports().gateway()),
            "--state",
            plan.folder().state().toString(),
            "--set",
            "blinktwice.surroundings-within=" + READY_WITHIN.toSeconds() + "s",
            "--set",
            "blinktwice.pinning.connect-address=" + plan.addresses().gateway(),
            "--set",
            // Components have ten seconds to end.
            "blinktwice.router.drain-within=5s",
            "--set",
            "blinktwice.router.secret-file=" + plan.folder().poolSecret(),
            "--set",
            "blinktwice.router.fallback-version=" + plan.engines().getFirst()));
    if (Files.exists(plan.folder().keys())) {
      arguments.addAll(
          List.of(
              "--set", "blinktwice.access.keys-file=" + plan.folder().keys(),
              "--set", "blinktwice.router.api-key-file=" + plan.folder().internalKey()));
    }
    return new Blueprint(
        app(CONTROL_PLANE, List.of("-Xms64m", "-Xmx384m"), arguments),
        new HealthProbe(http, plan.addresses().http().resolve("/health")),
        // It waits for Kafka and the registry itself, and then needs time of its own.
        READY_WITHIN.multipliedBy(2));
  }

  /** Some roles of the control plane in a process of their own. */
  Blueprint server(RolesProcess process, LocalHttp http) {
    List<String> arguments = new ArrayList<>(List.of("server"));
    arguments.addAll(surroundings());
    arguments.addAll(
        List.of(
            "--roles",
            process.roles(),
            "--http-port",
            Integer.toString(process.httpPort()),
            "--state",
            process.state().toString()));
    return new Blueprint(
        app(process.name(), List.of("-Xms64m", "-Xmx384m"), arguments),
        new HealthProbe(http, process.http().resolve("/health")),
        READY_WITHIN.multipliedBy(10));
  }

  Blueprint pool(EngineStates states) {
    List<String> arguments = new ArrayList<>(List.of("pool"));
    arguments.addAll(surroundings());
    arguments.addAll(
        List.of(
            "--engines",
            plan.engines().stream().map(EngineVersion::value).collect(Collectors.joining(",")),
            "--metrics-port",
            Integer.toString(plan.ports().poolMetrics()),
            "--dir",
            plan.folder().root().toString()));
    arguments.addAll(plan.servers().arguments());
    return new Blueprint(
        app(POOL, List.of("-Xms32m", "-Xmx128m"), arguments), states, POOL_READY_WITHIN);
  }

  private List<String> surroundings() {
    List<String> arguments = new ArrayList<>(plan.backbone().access().arguments());
    arguments.addAll(
        List.of(
            "--kafka", plan.addresses().kafka().bootstrapServers(),
            "--registry", plan.addresses().kafka().registryUrl()));
    return arguments;
  }

  JavaCommand app(String name, List<String> memory, List<String> arguments) {
    List<String> flags = new ArrayList<>(memory);
    flags.add("-Dblinktwice.home=" + home.root());
    return command(name, flags, home.appClassPath(), "io.blinktwice.app.Blinktwice", arguments);
  }

  JavaCommand command(
      String name,
      List<String> flags,
      List<Path> classPath,
      String mainClass,
      List<String> arguments) {
    List<String> all = new ArrayList<>(caches.flags(name));
    all.addAll(flags);
    all.add("-XX:+UseSerialGC");
    all.add("-XX:+ExitOnOutOfMemoryError");
    all.addAll(NATIVE_FLAGS);
    all.addAll(SETTLING_FLAGS);
    all.addAll(moreFlags(System.getenv()));
    return new JavaCommand(
        name,
        Path.of(System.getProperty("java.home")),
        all,
        classPath,
        mainClass,
        arguments,
        Map.of("BLINKTWICE_CACHE", plan.cache().toString()),
        plan.folder().run(),
        plan.folder().logs().resolve(name + ".log"));
  }

  static List<String> moreFlags(Map<String, String> environment) {
    return Pattern.compile("\\s+")
        .splitAsStream(environment.getOrDefault(MORE_FLAGS, ""))
        .filter(flag -> !flag.isEmpty())
        .toList();
  }
}
