package io.blinktwice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.blinktwice.app.Blinktwice;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All commands with all of their options: here, where the last of them is known, too. */
class CommandsReferenceTest {
  @Test
  void theReferenceIsWrittenFromTheCommands() {
    Golden.inRepository("docs/commands.md", reference());
  }

  @Test
  void everyCommandAndOptionSaysWhatItIsFor() {
    for (CommandSpec command : commands()) {
      assertFalse(said(command.usageMessage().description()).isBlank(), command.qualifiedName());
      for (ArgSpec argument : command.args()) {
        assertFalse(said(argument.description()).isBlank(), command + " " + argument);
      }
    }
  }

  @Test
  void everyCommandThatDoesSomethingDocumentsItsExitCodes() {
    Set<String> without = new TreeSet<>();
    for (CommandSpec command : commands()) {
      boolean does = command.subcommands().isEmpty();
      if (does && !said(command.usageMessage().footer()).contains("Exit codes: 0")) {
        without.add(command.qualifiedName());
      }
    }
    assertEquals(Set.of(), without);
  }

  @Test
  void theLauncherListsEveryCommand() throws IOException {
    String launcher = Files.readString(Golden.root().resolve("blinktwice"));
    Set<String> unlisted =
        commands().stream()
            .map(command -> command.qualifiedName().replace("./", "").split(" ")[1])
            .filter(command -> !launcher.contains("  ./blinktwice " + command + " "))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), unlisted);
  }

  private static List<CommandSpec> commands() {
    List<CommandSpec> found = new ArrayList<>();
    Blinktwice.commandLine()
        .getSubcommands()
        .values()
        .forEach(command -> addVisible(command, found));
    found.add(BenchCommand.commandLine().getCommandSpec());
    return found;
  }

  private static void addVisible(CommandLine command, List<CommandSpec> found) {
    CommandSpec spec = command.getCommandSpec();
    if (!spec.usageMessage().hidden() && !spec.name().equals("help")) {
      found.add(spec);
      command.getSubcommands().values().forEach(below -> addVisible(below, found));
    }
  }

  private static String reference() {
    StringBuilder text =
        new StringBuilder(
            """
            # Commands

            Written from the program by a test. `./blinktwice help COMMAND` says the same; `./blinktwice test` builds
            and tests everything. `-h` and `--help` belong to every command and are left out below.
            """);
    commands().forEach(command -> describe(command, text));
    return text.toString();
  }

  private static void describe(CommandSpec command, StringBuilder text) {
    text.append("%n## %s%n%n".formatted(command.qualifiedName().replace("./", "")));
    text.append(said(command.usageMessage().description())).append('\n');
    List<String> rows =
        Stream.concat(
                command.positionalParameters().stream().map(CommandsReferenceTest::row),
                command.options().stream()
                    .filter(option -> !option.usageHelp() && !option.versionHelp())
                    .map(CommandsReferenceTest::row))
            .toList();
    if (!rows.isEmpty()) {
      text.append("\n| argument | what |\n|---|---|\n");
      rows.forEach(text::append);
    }
    String footer = said(command.usageMessage().footer());
    text.append(footer.isEmpty() ? "" : "\n" + footer + "\n");
  }

  private static String row(PositionalParamSpec parameter) {
    return row("`" + parameter.paramLabel() + "`", parameter);
  }

  private static String row(OptionSpec option) {
    String names =
        Stream.of(option.names()).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return row(
        option.arity().max() == 0 ? names : names + " `" + option.paramLabel() + "`", option);
  }

  private static String row(String name, ArgSpec argument) {
    String usual = argument.defaultValue() == null ? "" : argument.defaultValue();
    String meaning = said(argument.description()).replace("${DEFAULT-VALUE}", usual);
    return "| %s%s | %s |%n"
        .formatted(name, argument.required() ? " (required)" : "", meaning.replace("|", "\\|"));
  }

  private static String said(String... lines) {
    return String.join(" ", lines).strip().replaceAll("\\s+", " ").replace("%%", "%");
  }
}
