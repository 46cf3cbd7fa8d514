package io.blinktwice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class QuickCommandsTest {
  @Test
  void aCommandAloneIsTheOneOfThatName() {
    long quick =
        Blinktwice.commandLine().getSubcommands().entrySet().stream()
            .filter(each -> QuickCommands.of(each.getKey()).isPresent())
            .peek(
                each ->
                    assertEquals(
                        each.getValue().getCommandSpec().userObject().getClass(),
                        QuickCommands.of(each.getKey()).orElseThrow()))
            .count();
    assertEquals(18, quick);
  }

  @Test
  void aCommandAloneSpeaksAsItDoesAmongTheOthers() {
    CommandLine alone =
        new CommandLine(new QuickCommands()).addSubcommand(QuickCommands.of("list").orElseThrow());
    assertEquals(usage(Blinktwice.commandLine()), usage(alone));
    assertTrue(QuickCommands.of("help").isEmpty());
  }

  private static String usage(CommandLine program) {
    return program.getSubcommands().values().stream()
        .filter(each -> each.getCommandName().equals("list"))
        .findFirst()
        .orElseThrow()
        .getUsageMessage();
  }
}
