package io.blinktwice.app.client;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: what a shell has to know to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints what a shell has to know to complete our commands and options:",
      "  bash  source <(blinktwice completion bash)",
      "  zsh   autoload -Uz bashcompinit && bashcompinit; source <(blinktwice completion zsh)",
      "  fish  blinktwice completion fish | source"
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class CompletionCommand implements Callable<Integer> {
  private static final String PROGRAM = "blinktwice";

  @Spec private CommandSpec spec;

  /** Those that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell;

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    switch (shell) {
      case BASH, ZSH -> out.print(AutoComplete.bash(PROGRAM, program));
      case FISH -> fish(program, out);
    }
    out.flush();
    return ClientExit.OK;
  }

  private static void fish(CommandLine program, PrintWriter out) {
    out.printf("complete -c %s -f%n", PROGRAM);
    for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
      CommandSpec known = command.getValue().getCommandSpec();
      if (known.usageMessage().hidden()) {
        continue;
      }
      out.printf(
          "complete -c %s -n __fish_use_subcommand -a %s -d %s%n",
          PROGRAM, command.getKey(), quoted(first(known.usageMessage().description())));
      for (OptionSpec option : known.options()) {
        option(command.getKey(), option, out);
      }
      known.subcommands().keySet().stream()
          .sorted()
          .forEach(
              verb ->
                  out.printf(
                      "complete -c %s -n '__fish_seen_subcommand_from %s' -a %s%n",
                      PROGRAM, command.getKey(), verb));
    }
  }

  private static void option(String command, OptionSpec option, PrintWriter out) {
    if (option.hidden()) {
      return;
    }
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    out.printf(
        "complete -c %s -n '__fish_seen_subcommand_from %s'%s%s -d %s%n",
        PROGRAM,
        command,
        names,
        option.arity().max() > 0 ? " -r" : "",
        quoted(first(option.description())));
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
