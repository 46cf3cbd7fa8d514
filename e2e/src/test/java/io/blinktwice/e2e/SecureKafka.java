package io.blinktwice.e2e;

import io.blinktwice.app.installation.Access;
import io.blinktwice.app.installation.ProgramHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.awaitility.Awaitility;

/**
 * Kafka's own server as others run it: TLS with certificates made just now, users with passwords at
 * one port and with certificates at another, and the authorizer that gives each only what the test
 * gave it.
 */
final class SecureKafka implements AutoCloseable {
  static final String USER = "blinktwice";
  static final String STRANGER = "stranger";

  /** Has what {@link #grantAsWritten} gives it. */
  static final String ROLES = "roles";

  private static final String ADMIN = "admin";
  private static final String PASSWORD = "made-for-this-test";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** A line of the script that 'topics manifest' writes. */
  private static final Pattern GRANT =
      Pattern.compile(
          "kafka-acls.sh .* --add --allow-principal \\S+ --(topic|group|transactional-id) '([^']+)'( --resource-pattern-type prefixed)?(( --operation \\w+)+)");

  private final Path folder;
  private final int port = freePort();
  private final int mutualPort = freePort();
  private final Process broker;

  private SecureKafka(Path folder) throws Exception {
    this.folder = folder;
    makeCertificate("broker", "CN=127.0.0.1 -ext SAN=ip:127.0.0.1");
    makeCertificate(USER, "CN=" + USER);
    Path settings = Files.writeString(folder.resolve("server.properties"), brokerSettings());
    run(
        kafka("kafka.tools.StorageTool")
            .with("format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", settings.toString()));
    broker = kafka("kafka.Kafka").with(settings.toString()).start();
    allowOurUser();
  }

  static SecureKafka start(Path folder) throws Exception {
    return new SecureKafka(folder);
  }

  String servers() {
    return "127.0.0.1:" + port;
  }

  /** Where users show a certificate instead of a password. */
  String mutualServers() {
    return "127.0.0.1:" + mutualPort;
  }

  /** A settings file of a user, as people write it. */
  Path config(String name, Map<String, String> properties) throws IOException {
    StringBuilder yaml = new StringBuilder("blinktwice:\n  kafka:\n");
    new TreeMap<>(properties)
        .forEach((key, value) -> yaml.append("    \"%s\": '%s'%n".formatted(key, value)));
    return Files.writeString(folder.resolve(name + ".yml"), yaml);
  }

  Access access(String user) throws IOException {
    Path config = config(user, clientProperties(user));
    return new Access("blinktwice", clientProperties(user), List.of("--config", config.toString()));
  }

  Map<String, String> clientProperties(String user) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put("sasl.jaas.config", login(user, PASSWORD, ""));
    properties.putAll(trust());
    return properties;
  }

  /** What our user shows at {@link #mutualServers}. */
  Map<String, String> certificateProperties() {
    Map<String, String> properties = strangerWithoutCertificate();
    properties.put("ssl.keystore.type", "PKCS12");
    properties.put("ssl.keystore.location", folder.resolve(USER + ".p12").toString());
    properties.put("ssl.keystore.password", PASSWORD);
    return properties;
  }

  Map<String, String> strangerWithoutCertificate() {
    Map<String, String> properties = trust();
    properties.put("security.protocol", "SSL");
    return properties;
  }

  private Map<String, String> trust() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("ssl.truststore.type", "PKCS12");
    properties.put("ssl.truststore.location", folder.resolve("trust.p12").toString());
    properties.put("ssl.truststore.password", PASSWORD);
    return properties;
  }

  static String login(String user, String password, String others) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
        .formatted(user, password, others);
  }

  /** A key of its own, and everybody's trust in it. */
  private void makeCertificate(String alias, String name) throws Exception {
    Path keys = folder.resolve(alias + ".p12");
    Path certificate = folder.resolve(alias + ".pem");
    keytool(
        "-genkeypair -alias %s -keyalg EC -dname %s -validity 2 -keystore %s"
            .formatted(alias, name, keys));
    keytool("-exportcert -rfc -alias %s -keystore %s -file %s".formatted(alias, keys, certificate));
    keytool(
        "-importcert -noprompt -alias %s -file %s -keystore %s"
            .formatted(alias, certificate, folder.resolve("trust.p12")));
  }

  private void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    run(new ProcessBuilder(command));
  }

  private String brokerSettings() {
    String users =
        Stream.of(ADMIN, USER, STRANGER, ROLES)
            .map(user -> " user_%s=\"%s\"".formatted(user, PASSWORD))
            .collect(Collectors.joining());
    int controller = freePort();
    return String.join(
        "\n",
        "node.id=1",
        "process.roles=broker,controller",
        "log.dir=" + folder.resolve("log"),
        "listeners=SASL_SSL://127.0.0.1:%d,MUTUAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, mutualPort, controller),
        "listener.security.protocol.map=SASL_SSL:SASL_SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT",
        "listener.name.mutual.ssl.client.auth=required",
        "listener.name.mutual.ssl.principal.mapping.rules=RULE:^CN=(.*)$/$1/",
        "inter.broker.listener.name=SASL_SSL",
        "controller.listener.names=CONTROLLER",
        "controller.quorum.voters=1@127.0.0.1:" + controller,
        "sasl.enabled.mechanisms=PLAIN",
        "sasl.mechanism.inter.broker.protocol=PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config=" + login(ADMIN, PASSWORD, users),
        "ssl.keystore.type=PKCS12",
        "ssl.keystore.location=" + folder.resolve("broker.p12"),
        "ssl.keystore.password=" + PASSWORD,
        "ssl.truststore.type=PKCS12",
        "ssl.truststore.location=" + folder.resolve("trust.p12"),
        "ssl.truststore.password=" + PASSWORD,
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users=User:admin;User:ANONYMOUS",
        "offsets.topic.replication.factor=1",
        "offsets.topic.num.partitions=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.num.partitions=1",
        "transaction.state.log.min.isr=1",
        "group.initial.rebalance.delay.ms=0",
        "auto.create.topics.enable=false",
        "log.cleaner.dedupe.buffer.size=8388608",
        "");
  }

  /** What the documentation says our user needs, and nothing about the cluster. */
  private void allowOurUser() {
    List<AclBinding> acls = new ArrayList<>();
    acls.addAll(
        allowed(
            ResourceType.TOPIC,
            AclOperation.CREATE,
            AclOperation.DESCRIBE,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.DELETE,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.ALTER_CONFIGS));
    acls.addAll(allowed(ResourceType.GROUP, AclOperation.READ));
    acls.addAll(allowed(ResourceType.TRANSACTIONAL_ID, AclOperation.WRITE, AclOperation.DESCRIBE));
    create(acls);
  }

  /** Gives {@link #ROLES} what the script gives to all roles together. */
  void grantAsWritten(Path script) throws IOException {
    List<AclBinding> acls = new ArrayList<>();
    for (String line : Files.readAllLines(script)) {
      Matcher grant = GRANT.matcher(line);
      if (grant.matches()) {
        ResourcePattern resource =
            new ResourcePattern(
                SecurityUtils.resourceType(grant.group(1).replace("-id", "Id")),
                grant.group(2),
                grant.group(3) == null ? PatternType.LITERAL : PatternType.PREFIXED);
        for (String operation : grant.group(4).strip().split("(^| )--operation ")) {
          if (!operation.isBlank()) {
            acls.add(binding(resource, ROLES, SecurityUtils.operation(operation)));
          }
        }
      } else if (line.startsWith("kafka-acls.sh")) {
        throw new IOException("not understood: " + line);
      }
    }
    create(acls);
  }

  private void create(List<AclBinding> acls) {
    Map<String, Object> settings = new TreeMap<>(clientProperties(ADMIN));
    settings.put("bootstrap.servers", servers());
    try (Admin admin = Admin.create(settings)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                admin.createAcls(acls).all().get(10, TimeUnit.SECONDS);
                return true;
              });
    }
  }

  private static List<AclBinding> allowed(ResourceType type, AclOperation... operations) {
    ResourcePattern ours = new ResourcePattern(type, "blinktwice.", PatternType.PREFIXED);
    return List.of(operations).stream().map(operation -> binding(ours, USER, operation)).toList();
  }

  private static AclBinding binding(ResourcePattern of, String user, AclOperation operation) {
    return new AclBinding(
        of, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  /** A program of Kafka's, still without arguments. */
  private record KafkaProgram(List<String> command, Path log) {
    ProcessBuilder with(String... arguments) {
      List<String> whole = new ArrayList<>(command);
      whole.addAll(List.of(arguments));
      return new ProcessBuilder(whole)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
  }

  private KafkaProgram kafka(String main) {
    return new KafkaProgram(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            ProgramHome.ofThisProcess().root().resolve("broker/target/lib") + "/*",
            main),
        folder.resolve(main + ".log"));
  }

  private static void run(ProcessBuilder program) throws Exception {
    Process process = program.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(program.command() + " failed: " + said);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    broker.destroyForcibly();
  }
}
