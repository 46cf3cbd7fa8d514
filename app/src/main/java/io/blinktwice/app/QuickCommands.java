package io.blinktwice.app;

import io.blinktwice.app.client.AuditCommand;
import io.blinktwice.app.client.ClusterCommand;
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
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program with one command alone, for those that somebody at a terminal waits for: to read what
 * all others take would be half of their time.
 */
@Command(name = "blinktwice")
final class QuickCommands implements Runnable {
  @Override
  public void run() {
    throw new CommandLine.ParameterException(new CommandLine(this), "no COMMAND was given");
  }

  /** Named one by one, so that no class of another is read. */
  static Optional<Class<?>> of(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "get" -> GetCommand.class;
          case "list" -> ListCommand.class;
          case "watch" -> WatchCommand.class;
          case "explain" -> ExplainCommand.class;
          case "pin" -> PinCommand.class;
          case "unpin" -> UnpinCommand.class;
          case "resolve" -> ResolveCommand.class;
          case "ticket" -> TicketCommands.class;
          case "release" -> ReleaseCommands.class;
          case "rollout" -> RolloutCommand.class;
          case "session" -> SessionCommands.class;
          case "deadletter" -> DeadLetterCommands.class;
          case "cluster" -> ClusterCommand.class;
          case "want" -> WantCommand.class;
          case "exec" -> ExecCommand.class;
          case "audit" -> AuditCommand.class;
          case "login" -> LoginCommand.class;
          case "logout" -> LogoutCommand.class;
          default -> null;
        });
  }
}
