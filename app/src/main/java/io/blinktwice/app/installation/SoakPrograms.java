package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.Progress;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.process.JavaCommand;
import io.blinktwice.soak.Build;
import io.blinktwice.soak.Cast;
import io.blinktwice.soak.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The processes of a soak: those of an installation, but with two instances of the control plane,
 * one or three brokers, and no Spark.
 */
public final class SoakPrograms implements Cast, AutoCloseable {
  /** Kafka's and its controller's port lie side by side; so do those of HTTP and registry. */
  private static final int STEP = 2;

  private final InstallationPlan plan;
  private final int brokers;
  private final String clusterId = Uuid.randomUuid().toString();
  private final LocalHttp http;
  private final Programs programs;
  private final Progress fetching;

  public SoakPrograms(InstallationPlan plan, int brokers, Progress fetching) {
    this.plan = plan;
    this.brokers = brokers;
    this.http = new LocalHttp(plan.folder());
    this.programs = new Programs(plan, ClassCaches.of(plan.home(), System.getenv()));
    this.fetching = fetching;
  }

  /** A plan with nothing but what a soak has use for. */
  public static InstallationPlan plan(ProgramHome home, Path folder, Path cache, int portOffset) {
    return new InstallationPlan(
        home,
        new InstallationFolder(folder),
        Ports.shiftedBy(portOffset),
        new Backbone.Embedded(),
        List.of(new EngineVersion("3.5.7")),
        cache,
        true);
  }

  /** Those that a soak listens on, with what for. */
  public Map<Integer, String> ports() {
    Map<Integer, String> ports = new TreeMap<>();
    ports.put(plan.ports().registry(), "registry");
    for (int node = 1; node <= brokers; node++) {
      ports.put(kafkaPort(node), "Kafka " + node);
      ports.put(controllerPort(node), "Kafka's controller " + node);
    }
    for (int number = 1; number <= INSTANCES; number++) {
      ports.put(httpPort(number), "HTTP API of instance " + number);
    }
    return ports;
  }

  @Override
  public KafkaConnection kafka() {
    KafkaConnection ofOne = plan.addresses().kafka();
    return new KafkaConnection(
        IntStream.rangeClosed(1, brokers)
            .mapToObj(node -> "127.0.0.1:" + kafkaPort(node))
            .collect(Collectors.joining(",")),
        ofOne.registryUrl(),
        ofOne.topicPrefix(),
        Map.of());
  }

  @Override
  public int brokers() {
    return brokers;
  }

  @Override
  public Program registry() throws IOException, InterruptedException {
    return program(new RegistryProgram(plan, programs, http).blueprint(fetching));
  }

  @Override
  public Program broker(int node) {
    List<String> arguments =
        List.of(
            "--data", plan.folder().data().resolve("kafka-" + node).toString(),
            "--port", Integer.toString(kafkaPort(node)),
            "--controller-port", Integer.toString(controllerPort(node)),
            "--node", Integer.toString(node),
            "--controllers",
                IntStream.rangeClosed(1, brokers)
                    .mapToObj(each -> Integer.toString(controllerPort(each)))
                    .collect(Collectors.joining(",")),
            "--cluster-id", clusterId);
    KafkaConnection own =
        new KafkaConnection(
            "127.0.0.1:" + kafkaPort(node), kafka().registryUrl(), kafka().topicPrefix(), Map.of());
    return program(
        new Blueprint(
            programs.brokerCommand(Programs.BROKER + "-" + node, arguments),
            () -> BrokerProbe.answers(own),
            Programs.READY_WITHIN));
  }

  @Override
  public Program instance(int number, Build build) {
    List<String> arguments = new ArrayList<>(List.of("server", "--roles", "pinning"));
    arguments.addAll(List.of("--kafka", kafka().bootstrapServers()));
    arguments.addAll(List.of("--registry", kafka().registryUrl()));
    arguments.addAll(List.of("--http-port", Integer.toString(httpPort(number))));
    arguments.addAll(List.of("--state", state(number).toString()));
    settings(number, build)
        .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    ProgramHome home = new ProgramHome(build.home());
    JavaCommand command =
        new Programs(plan, home, ClassCaches.of(home, System.getenv()))
            .app(Programs.CONTROL_PLANE + "-" + number, List.of("-Xms64m", "-Xmx384m"), arguments);
    URI health = http(number).resolve("/health");
    return program(new Blueprint(command, () -> http.get(health).isOk(), Programs.READY_WITHIN));
  }

  private Map<String, String> settings(int number, Build build) {
    return Map.of(
        "blinktwice.instance", "instance-" + number,
        "blinktwice.streams.instances", Integer.toString(INSTANCES),
        "blinktwice.replication", Integer.toString(brokers),
        "blinktwice.pinning.store-format", Integer.toString(build.storeFormat()));
  }

  @Override
  public URI http(int instance) {
    return URI.create("http://127.0.0.1:" + httpPort(instance));
  }

  @Override
  public Path state(int instance) {
    return plan.folder().state().resolve("instance-" + instance);
  }

  private int httpPort(int instance) {
    return plan.ports().http() + STEP * (instance - 1);
  }

  private int kafkaPort(int node) {
    return plan.ports().kafka() + STEP * (node - 1);
  }

  private int controllerPort(int node) {
    return plan.ports().controller() + STEP * (node - 1);
  }

  private static Program program(Blueprint blueprint) {
    return new Program(blueprint.command(), blueprint.probe()::succeeds, blueprint.readyWithin());
  }

  @Override
  public void close() {
    http.close();
  }
}
