package io.blinktwice.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.Blinktwice;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CompletionTest {
  private static String completion(String shell) {
    StringWriter said = new StringWriter();
    CommandLine program = Blinktwice.commandLine().setOut(new PrintWriter(said));
    assertEquals(0, program.execute("completion", shell));
    return said.toString();
  }

  @Test
  void everyShellLearnsTheCommandsThatPeopleUse() {
    assertTrue(completion("bash").contains("complete -F _complete_blinktwice"));
    assertEquals(completion("bash"), completion("zsh"));
    String fish = completion("fish");
    for (String command : Blinktwice.commandLine().getSubcommands().keySet()) {
      assertEquals(
          !command.equals("prepare"),
          fish.contains("-n __fish_use_subcommand -a " + command + " "),
          command);
    }
    assertTrue(fish.contains("'__fish_seen_subcommand_from exec' -l workload -r"), fish);
    assertTrue(fish.contains("'__fish_seen_subcommand_from ticket' -a merge"), fish);
    assertFalse(fish.contains("\n\n"));
  }
}
