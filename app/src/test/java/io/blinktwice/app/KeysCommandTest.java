package io.blinktwice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.access.KeyFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysCommandTest {
  @TempDir private Path folder;

  private record Said(int exitCode, String out, String err) {}

  @Test
  void aKeyIsShownOnceAndOnlyItsHashIsKept() throws Exception {
    Said made =
        run("create", "--actor", "airflow", "--role", "operate", "--workspace", "analytics");
    assertEquals(ExitCode.OK, made.exitCode(), made.err());
    String secret = made.out().strip();
    assertFalse(secret.isEmpty());
    assertFalse(Files.readString(file()).contains(secret));
    Said listed = run("list");
    assertEquals(2, listed.out().lines().count(), listed.out());
    assertTrue(listed.out().contains("operate  analytics"), listed.out());
    assertTrue(listed.out().contains("airflow"), listed.out());
    assertFalse(listed.out().contains(secret), listed.out());
  }

  @Test
  void anAdminOfOneWorkspaceIsToldWhatTakesAllOfThem() throws Exception {
    assertTrue(
        run("create", "--actor", "ann", "--role", "admin").err().contains("--workspace '*'"));
    for (String[] enough :
        List.of(
            new String[] {"create", "--actor", "ann", "--role", "admin", "--workspace", "*"},
            new String[] {"create", "--actor", "bob", "--role", "operate"})) {
      assertFalse(run(enough).err().contains("--workspace"));
    }
  }

  @Test
  void aRevokedKeyIsListedAsThatAndCannotBeRevokedTwice() throws Exception {
    run("create", "--actor", "airflow", "--role", "view");
    String id = new KeyFile(file()).read().getFirst().id();
    assertEquals(ExitCode.OK, run("revoke", id).exitCode());
    assertTrue(run("list").out().contains("revoked "));
    Said again = run("revoke", id);
    assertEquals(ExitCode.FAILED, again.exitCode());
    assertTrue(again.err().contains("no key " + id + " is in use"), again.err());
  }

  @ParameterizedTest
  @CsvSource({
    "create --actor a --role owner, --role is view",
    "create --actor a --role none, --role is view",
    "create --role view, --actor",
    "revoke, ID"
  })
  void saysInOneLineWhatIsWrongAndKeepsNothing(String arguments, String sentence) {
    Said refused = run(arguments.split(" "));
    assertEquals(ExitCode.USAGE, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains(sentence), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertFalse(Files.exists(file()));
  }

  private Path file() {
    return folder.resolve("keys.json");
  }

  private Said run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("keys"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--file", file().toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Blinktwice.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }
}
