package io.blinktwice.app;

import io.blinktwice.app.client.AuditCommand;
import io.blinktwice.app.client.ClusterCommand;
import io.blinktwice.app.client.CompletionCommand;
import io.blinktwice.app.client.DeadLetterCommands;
import io.blinktwice.app.client.ExecCommand;
import io.blinktwice.app.client.ExplainCommand;
import io.blinktwice.app.client.GetCommand;
import io.blinktwice.app.client.ListCommand;
import io.blinktwice.app.client.LoginCommand;
import io.blinktwice.app.client.LogoutCommand;
import io.blinktwice.app.client.PinCommand;
import io.blinktwice.app.client.ReleaseCommands;
import io.blinktwice.app.client.ResolveCommand;
import io.blinktwice.app.client.RolloutCommand;
import io.blinktwice.app.client.SessionCommands;
import io.blinktwice.app.client.TicketCommands;
import io.blinktwice.app.client.UnpinCommand;
import io.blinktwice.app.client.WantCommand;
import io.blinktwice.app.client.WatchCommand;
import io.blinktwice.app.installation.BootstrapServers;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: one subcommand for each thing that people or it itself want started. */
@Command(
    name = "blinktwice",
    description = "An open control plane for versionless Apache Spark.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      SimulateCommand.class,
      FleetCommand.class,
      SoakCommand.class,
      DoctorCommand.class,
      TopicsCommand.class,
      LettersCommand.class,
      ServerCommand.class,
      PoolCommand.class,
      ClassifyCommand.class,
      ClassifierCommand.class,
      PrepareCommand.class,
      KeysCommand.class,
      GetCommand.class,
      ListCommand.class,
      WatchCommand.class,
      ExplainCommand.class,
      PinCommand.class,
      UnpinCommand.class,
      ResolveCommand.class,
      TicketCommands.class,
      ExecCommand.class,
      AuditCommand.class,
      ReleaseCommands.class,
      SessionCommands.class,
      DeadLetterCommands.class,
      CompletionCommand.class,
      LoginCommand.class,
      LogoutCommand.class,
      RolloutCommand.class,
      ClusterCommand.class,
      WantCommand.class,
      SizeCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {"", "'./blinktwice help COMMAND' says more. " + ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class Blinktwice implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    CommandLine program =
        arguments.length == 0
            ? commandLine()
            : QuickCommands.of(arguments[0])
                .map(command -> ready(new CommandLine(new QuickCommands()).addSubcommand(command)))
                .orElseGet(Blinktwice::commandLine);
    System.exit(program.execute(arguments));
  }

  /** All commands, ready to be given arguments. */
  public static CommandLine commandLine() {
    return ready(new CommandLine(new Blinktwice()));
  }

  private static CommandLine ready(CommandLine program) {
    return program
        .registerConverter(EngineVersion.class, Blinktwice::engine)
        .registerConverter(BootstrapServers.class, Blinktwice::bootstrapServers)
        .setParameterExceptionHandler(Blinktwice::sayWhatIsWrong)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(Sentence.of(failure));
              return Sentence.exitCodeOf(failure);
            });
  }

  private static EngineVersion engine(String text) {
    try {
      return new EngineVersion(text);
    } catch (InvalidIdentifier e) {
      throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static BootstrapServers bootstrapServers(String text) {
    try {
      return new BootstrapServers(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** One sentence and where more stands: the whole usage would hide it. */
  private static int sayWhatIsWrong(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .printf("blinktwice: %s; './%s' says what there is%n", wrong.getMessage(), help(command));
    return ExitCode.USAGE;
  }

  /** 'help' knows the first word of a command only. */
  private static String help(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName(" ");
    return switch (name.split(" ").length) {
      case 1 -> name + " help";
      case 2 -> name.replaceFirst(" ", " help ");
      default -> name + " --help";
    };
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no COMMAND was given");
  }
}
