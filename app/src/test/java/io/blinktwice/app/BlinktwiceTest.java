package io.blinktwice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BlinktwiceTest {
  private final StringWriter said = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nonsense|nonsense",
        "up --engines 9|'9' is no engine version",
        "up --port-offset -1|between 0 and 50442",
        "up --sizes big|'big' is no size class",
        "up --sizes a=1g/2 --size b|there is no size 'b'; there are",
        "up --max-servers 1|--max-servers 1 is too few for 2 engines",
        "up --registry http://127.0.0.1:1|--registry goes with --kafka",
        "up --dir pom.xml|is a file, not a folder",
        "up --kafka kafka|'kafka' does not say where Kafka is",
        "server --kafka a:1,b|HOST:PORT,HOST:PORT",
        "pool --kafka a:99999|'a:99999' does not say where Kafka is",
        "up --ephemeral --dir x|--dir goes with an installation that stays",
        "fleet --own --dir x|--dir goes with an installation that stays",
        "up --pools 9.9.9|there is no engine 9.9.9; there are 3.5.7",
        "server --http-port 99999|--http-port 99999 is no port",
        "server --gateway-port=-1|--gateway-port -1 is no port",
        "keys create --role view|'./blinktwice keys create --help' says what there is",
        "keys|'./blinktwice help keys' says what there is",
        "nonsense x|'./blinktwice help' says what there is",
        "server --roles pinning,cook|there is no role 'cook'",
        "server --config missing.yml|there is no readable file",
        "up --set a=b|--config and --set go with --kafka",
        "topics|say what: topics apply, list or manifest",
        "letters|say what: letters list, letters show, or letters replay",
        "letters list --since yesterday|'yesterday' is neither a time",
        "letters list --limit 0|--limit and --page are between 1 and 10000",
        "letters show|Missing required parameter: 'ID'",
        "topics apply -o yaml|yaml",
        "topics apply --config missing.yml|there is no readable file",
        "get cow x|cow",
        "get run r1|a run needs --workload",
        "explain|say what: workload, pin, run, release, ticket, pool, session or placement",
        "explain fingerprint|give one of --workload, --job, --sql and --plan-shape",
        "explain fingerprint --job a --sql b|give one of --workload, --job, --sql and --plan-shape",
        "explain fingerprint --plan-shape 12|the shape of a plan is 64 hexadecimal digits",
        "audit --limit 0|--limit is between 1 and 10000",
        "exec true|Missing required option: '--workload=NAME'",
        "exec --workload w --retries 11 true|--retries is between 0 and 10",
        "exec --workload w --spark-home /opt/spark true|--spark-home is VERSION=FOLDER",
        "completion tcsh|expected one of [BASH, ZSH, FISH]",
        "ticket|say what: close, comment, ",
        "ticket fix t1|Missing required option: '--in=VERSION'",
        "ticket reassign t1|give --team, --assignee, or both",
        "ticket comment t1|Missing required parameter: 'TEXT'",
        "resolve w --api nonsense|--api looks like",
        "fleet --rate fast|--rate is a number of events a second or max, not 'fast'",
        "fleet --rate 0|--rate is above 0",
        "fleet --workloads 3|a fleet has between 20 and 1,000,000 workloads",
        "fleet --scenario sunny|no scenario 'sunny'; there are healthy",
        "fleet --share 2|--share lies above 0 and is at most 1",
        "fleet --for 0|--history, --runs and --for are not negative"
      })
  void saysInOneLineWhatIsWrong(String arguments, String expected) {
    assertEquals(ExitCode.USAGE, run(arguments));
    assertTrue(said.toString().contains(expected), said::toString);
    assertEquals(1, said.toString().lines().count(), said::toString);
  }

  @Test
  void explainsAFingerprintWithoutAControlPlane() {
    assertEquals(
        ExitCode.OK, run("explain fingerprint --job nightly --parameter b --parameter a -o json"));
    assertTrue(said.toString().contains("\"w1:"), said::toString);
    assertTrue(said.toString().contains("\"nightly\""), said::toString);
  }

  @Test
  void explainsTheFingerprintOfASessionThatDeclaresNothing() {
    String[] explain = {"explain", "fingerprint", "--user", "ann", "--sql", ""};
    explain[5] = "SELECT * FROM orders WHERE day = '2026-11-30'";
    assertEquals(ExitCode.OK, commandLine().execute(explain));
    String one = said.toString();
    assertTrue(one.contains("sql select * from orders where day = ?"), one);
    said.getBuffer().setLength(0);
    explain[5] = "select * from orders where day = '2026-12-01'";
    assertEquals(ExitCode.OK, commandLine().execute(explain));
    assertEquals(one, said.toString());
  }

  @Test
  void namesTheFileThatIsNoYaml(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("settings.yml"), "blinktwice:\n\tkafka: [");
    assertEquals(ExitCode.FAILED, run("topics list --kafka 127.0.0.1:1 --config " + file));
    assertTrue(said.toString().contains(file + " is no YAML that can be read"), said::toString);
  }

  @Test
  void aManifestOverwritesNothingUnlessItIsToldTo(@TempDir Path folder) throws Exception {
    String manifest = "topics manifest --into " + folder;
    assertEquals(ExitCode.OK, run(manifest));
    assertEquals(ExitCode.OK, run(manifest));
    Path mine = Files.writeString(folder.resolve("acls.sh"), "mine");
    assertEquals(ExitCode.USAGE, run(manifest));
    assertTrue(said.toString().contains(mine + " is there already and differs"), said::toString);
    assertEquals("mine", Files.readString(mine));
    assertEquals(ExitCode.OK, run(manifest + " --force"));
    assertTrue(Files.readString(mine).contains("kafka-acls.sh"));
  }

  @Test
  void saysThatNothingAnswers() {
    assertEquals(ExitCode.NOT_FIT, run("get pin orders --api http://127.0.0.1:1"));
    assertTrue(said.toString().contains("--api says where"), said::toString);
  }

  @Test
  void asksForACommandWhenThereIsNone() {
    assertEquals(ExitCode.USAGE, commandLine().execute());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up", "doctor", "server", "pool", "topics", "letters", "get", "list", "watch", "explain",
        "pin", "unpin", "resolve", "ticket"
      })
  void documentsExitCodesOfEachCommand(String command) {
    assertEquals(ExitCode.OK, run("help " + command));
    assertTrue(said.toString().replaceAll("\\s+", " ").contains("Exit codes: 0 done"));
  }

  private int run(String arguments) {
    // The launcher says where the program is; here that is one folder up.
    System.setProperty("blinktwice.home", "..");
    return commandLine().execute(arguments.split(" "));
  }

  private CommandLine commandLine() {
    PrintWriter writer = new PrintWriter(said, true);
    return Blinktwice.commandLine().setOut(writer).setErr(writer);
  }
}
