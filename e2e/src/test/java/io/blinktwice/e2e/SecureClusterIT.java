package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.ExitCode;
import io.blinktwice.app.installation.Access;
import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.testkit.DeviceIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An existing Kafka with TLS, passwords and ACLs, as a user with few rights meets it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecureClusterIT {
  private static final int PARTITIONS = 4;

  @TempDir private static Path folder;
  private static SecureKafka kafka;
  private static Installation installation;
  private static DeviceIssuer issuer;
  private static ApiKey.Fresh key;

  private record Said(int exitCode, String words) {}

  @BeforeAll
  static void start() throws Exception {
    kafka = SecureKafka.start(folder);
    TopicSetup.ensure(connection("http://127.0.0.1:1", SecureKafka.USER), PARTITIONS, (short) 1);
    Process manifest =
        Workshop.program("topics", "manifest", "--into", folder.resolve("rights").toString())
            .start();
    String said = new String(manifest.getInputStream().readAllBytes());
    assertEquals(ExitCode.OK, manifest.waitFor(), said);
    kafka.grantAsWritten(folder.resolve("rights/acls.sh"));
    issuer = new DeviceIssuer();
    Path home = folder.resolve("installation");
    key =
        ApiKey.create("job", Scope.of("default"), Right.OPERATE, new SecureRandom(), Instant.now());
    new KeyFile(new InstallationFolder(home).keys()).add(key.kept());
    installation =
        new Installation(
            Workshop.plan(
                home,
                new Backbone.ExistingKafka(
                    kafka.servers(), trustingTheIssuer(kafka.access(SecureKafka.ROLES))),
                Workshop.STABLE),
            System.out::println);
    installation.start();
  }

  private static Access trustingTheIssuer(Access access) {
    List<String> arguments = new ArrayList<>(access.arguments());
    arguments.add("--set=blinktwice.access.token.issuer=" + issuer.url());
    arguments.add("--set=blinktwice.access.token.audience=blinktwice");
    arguments.add("--set=blinktwice.access.token.jwks-url=" + issuer.url() + "/keys");
    return new Access(access.topicPrefix(), access.clientProperties(), arguments);
  }

  private static KafkaConnection connection(String registry, String user) throws IOException {
    return new KafkaConnection(
        kafka.servers(), registry, "blinktwice", kafka.access(user).clientProperties());
  }

  @AfterAll
  static void stop() {
    installation.close();
    kafka.close();
    issuer.close();
  }

  @Test
  @Order(1)
  void aRunIsJudgedThereWithTheRightsThatTheManifestGivesToRoles() throws Exception {
    try (Reporter job =
        new Reporter(
            connection(installation.addresses().kafka().registryUrl(), SecureKafka.USER),
            "secured")) {
      job.succeeded("r1", 1, Workshop.STABLE);
    }
    new Api(installation.addresses().http())
        .with(key.secret())
        .await(
            "/v1/workloads/secured",
            answer -> answer.body().path("records").path(0).path("cleanRuns").asInt() == 1);
  }

  @Test
  @Order(1)
  void whoEntersTheCodeThatTheProgramShowsIsSignedInUntilTheySignOut() throws Exception {
    Process login =
        signedIn("login", "--issuer=" + issuer.url(), "--client-id=" + DeviceIssuer.CLIENT);
    StringBuilder words = new StringBuilder();
    try (BufferedReader lines = login.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        words.append(line).append('\n');
        if (line.startsWith("or open ")) { // What the person does in a browser.
          URI.create(line.substring("or open ".length())).toURL().openStream().close();
        }
      }
    }
    assertEquals(0, login.waitFor(), words.toString());
    assertTrue(words.toString().contains("enter the code WDJB-MJHT"), words.toString());
    assertTrue(words.toString().contains("You are kim at"), words.toString());
    assertTrue(words.toString().contains("and may operate"), words.toString());
    assertEquals(0, signedIn("list", "pins").waitFor(), "the token is used");
    assertEquals(6, signedIn("audit").waitFor(), "its role is no admin's");
    assertEquals(0, signedIn("logout").waitFor());
    assertEquals(1, issuer.givenBack.size());
    assertEquals(6, signedIn("list", "pins").waitFor(), "nobody is signed in any more");
  }

  /** A person's program, with a folder of their own for what the issuer gave. */
  private static Process signedIn(String... arguments) throws IOException {
    ProcessBuilder program = Workshop.program(arguments);
    program.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    program.environment().put("BLINKTWICE_API", installation.addresses().http().toString());
    return program.start();
  }

  @Test
  @Order(2)
  void topicsAreAppliedOnceAndThenFit() throws Exception {
    Said planned = said("topics", "apply", "--dry-run");
    assertEquals(ExitCode.OK, planned.exitCode(), planned.words());
    // Roles run there already, and our own registry requires compatibility of all subjects.
    assertTrue(planned.words().contains("\n0 to be looked at"), planned.words());
    Said first = said("topics", "apply");
    assertEquals(ExitCode.OK, first.exitCode(), first.words());
    Said again = said("topics", "apply");
    assertTrue(again.words().contains("\n0 done"), again.words());
    Said listed = said("topics", "list", "-o", "json");
    assertTrue(listed.words().contains("\"blinktwice.run-events\""), listed.words());
  }

  @Test
  @Order(3)
  void theDoctorFindsNothingWrongForOurUser() throws Exception {
    Said healthy = said("doctor", "--engines", "3.5.7");
    assertTrue(healthy.words().contains("transaction.version 2"), healthy.words());
    assertTrue(healthy.words().contains("(Apicurio Registry"), healthy.words());
    assertTrue(
        healthy.words().lines().noneMatch(SecureClusterIT::isAboutTheCluster), healthy.words());
  }

  @Test
  @Order(4)
  void aCertificateOfOursIsAsGoodAsAPassword() throws Exception {
    Path config = kafka.config("certificate", kafka.certificateProperties());
    Said healthy = saidTo(kafka.mutualServers(), config, "doctor", "--engines", "3.5.7");
    assertTrue(healthy.words().contains("transaction.version 2"), healthy.words());
    assertTrue(
        healthy.words().lines().noneMatch(SecureClusterIT::isAboutTheCluster), healthy.words());
    Said again = saidTo(kafka.mutualServers(), config, "topics", "apply");
    assertTrue(again.words().contains("\n0 done"), again.words());
  }

  @Test
  void aMissingCertificateIsSaidInOneSentence() throws Exception {
    Path config = kafka.config("bare", kafka.strangerWithoutCertificate());
    Said refused = saidTo(kafka.mutualServers(), config, "topics", "list");
    assertEquals(ExitCode.NOT_FIT, refused.exitCode(), refused.words());
    assertTrue(refused.words().contains("it wants a certificate of ours"), refused.words());
  }

  /** This machine's own findings depend on what else runs here. */
  private static boolean isAboutTheCluster(String line) {
    return line.startsWith("problem")
        && List.of("kafka", "version", "features", "rights", "topics", "registry", "schemas")
            .stream()
            .anyMatch(subject -> line.substring(8).strip().startsWith(subject + " "));
  }

  @Test
  void theDoctorNamesTheRightsThatAreMissing() throws Exception {
    Path config = kafka.config("stranger", kafka.clientProperties(SecureKafka.STRANGER));
    Said lacking = saidWith(config, "doctor", "--engines", "3.5.7");
    assertEquals(ExitCode.NOT_FIT, lacking.exitCode(), lacking.words());
    assertTrue(lacking.words().contains("DESCRIBE of blinktwice.pins"), lacking.words());
    assertTrue(lacking.words().contains("read as group blinktwice.pinning: "), lacking.words());
    assertTrue(
        lacking.words().contains("write in transactions blinktwice.*, idempotently: "),
        lacking.words());
    assertTrue(lacking.words().contains("create topics blinktwice.*"), lacking.words());
  }

  @Test
  void aWrongPasswordIsSaidInOneSentence() throws Exception {
    Map<String, String> wrong = kafka.clientProperties(SecureKafka.USER);
    wrong.put("sasl.jaas.config", SecureKafka.login(SecureKafka.USER, "wrong", ""));
    assertRefused(kafka.config("wrong", wrong), "the password was refused");
  }

  @Test
  void aCertificateThatIsNotTrustedIsSaidInOneSentence() throws Exception {
    Map<String, String> trusting = kafka.clientProperties(SecureKafka.USER);
    trusting.keySet().removeIf(key -> key.startsWith("ssl."));
    assertRefused(kafka.config("trusting", trusting), "its certificate is not trusted");
  }

  @Test
  @Order(5)
  void otherPartitionsAreRefusedByApplyAndByTheServer() throws Exception {
    String other = "blinktwice.workload-partitions=6";
    for (Said refusal :
        List.of(
            said("topics", "apply", "--set", other),
            said("server", "--roles", "classifier", "--http-port", "0", "--set", other))) {
      assertEquals(ExitCode.NOT_FIT, refusal.exitCode(), refusal.words());
      assertTrue(refusal.words().contains("4 partitions, 6 are configured"), refusal.words());
      assertTrue(refusal.words().contains("blinktwice.workload-partitions=4"), refusal.words());
    }
  }

  private static void assertRefused(Path config, String sentence) throws Exception {
    for (String[] command :
        List.of(
            new String[] {"topics", "list"},
            new String[] {"server", "--roles", "classifier", "--http-port", "0"})) {
      Said refusal = saidWith(config, command);
      assertEquals(ExitCode.NOT_FIT, refusal.exitCode(), refusal.words());
      assertEquals(
          1,
          refusal.words().lines().filter(line -> line.startsWith("blinktwice: Kafka at")).count(),
          refusal.words());
      assertTrue(refusal.words().contains(sentence), refusal.words());
    }
  }

  private static Said said(String... command) throws Exception {
    return saidWith(folder.resolve(SecureKafka.USER + ".yml"), command);
  }

  private static Said saidWith(Path config, String... command) throws Exception {
    return saidTo(kafka.servers(), config, command);
  }

  private static Said saidTo(String servers, Path config, String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of(
            "--config",
            config.toString(),
            "--kafka",
            servers,
            "--registry",
            installation.addresses().kafka().registryUrl()));
    Process program =
        Workshop.program(arguments.toArray(String[]::new)).directory(folder.toFile()).start();
    String words = new String(program.getInputStream().readAllBytes());
    return new Said(program.waitFor(), words);
  }
}
