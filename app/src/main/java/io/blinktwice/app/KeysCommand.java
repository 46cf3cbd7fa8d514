package io.blinktwice.app;

import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys}: who may use the HTTP API. */
@Command(
    name = "keys",
    description = "Makes, lists and revokes API keys; servers see a change at once.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A server signs callers in once blinktwice.access.keys-file names the file; 'up' does so when",
      "its folder has one, from its next start on.",
      ExitCode.LEGEND
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  private static final String EVERY_WORKSPACE = "*";

  private final Clock clock = Clock.systemUTC();

  /** The file that all of these work on. */
  @SuppressWarnings("NullAway.Init") // picocli fills the field
  static final class KeysFile {
    @Option(
        names = "--file",
        defaultValue = "${sys:blinktwice.home}/.blinktwice/keys.json",
        paramLabel = "FILE",
        description = "Where keys are kept: ${DEFAULT-VALUE}.")
    private Path path;

    private KeyFile file() {
      return new KeyFile(path);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say create, list or revoke");
  }

  @Command(
      description = "Makes a key and shows it, once: only its hash is kept.",
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int create(
      @Option(
              names = "--actor",
              required = true,
              paramLabel = "NAME",
              description = "The person or program that gets it; the audit trail says so.")
          String actor,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "view, operate or admin.")
          String role,
      @Option(
              names = "--workspace",
              defaultValue = "default",
              paramLabel = "NAME",
              description =
                  "The workspace that it is for: ${DEFAULT-VALUE}; '*' for all of them, and for what they share.")
          String workspace,
      @Mixin KeysFile keys)
      throws IOException {
    Right right = Right.of(role).orElseThrow(() -> wrong("--role is view, operate or admin"));
    ApiKey.Fresh fresh;
    try {
      fresh = ApiKey.create(actor, Scope.of(workspace), right, new SecureRandom(), clock.instant());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    keys.file().add(fresh.kept());
    out().println(fresh.secret());
    spec.commandLine()
        .getErr()
        .printf(
            "Key %s is shown only now; send it as Authorization: Bearer …%n", fresh.kept().id());
    if (right == Right.ADMIN && !workspace.equals(EVERY_WORKSPACE)) {
      spec.commandLine()
          .getErr()
          .printf(
              "It is for the workspace %s; releases and roll-outs, which all share, take --workspace '*'.%n",
              workspace);
    }
    return ExitCode.OK;
  }

  @Command(
      description = "Lists all keys, without the keys.",
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int list(@Mixin KeysFile keys) throws IOException {
    List<ApiKey> kept = keys.file().read();
    out().printf("%-13s %-8s %-20s %-24s %s%n", "ID", "ROLE", "WORKSPACE", "ACTOR", "STATE");
    for (ApiKey key : kept) {
      out()
          .printf(
              "%-13s %-8s %-20s %-24s %s%n",
              key.id(),
              key.role(),
              key.workspace(),
              key.actor(),
              key.revoked() ? "revoked " + key.revokedAt() : "since " + key.createdAt());
    }
    return ExitCode.OK;
  }

  @Command(
      description = "Ends a key, at once and for good.",
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int revoke(
      @Parameters(paramLabel = "ID", description = "As 'keys list' shows it.") String id,
      @Mixin KeysFile keys)
      throws IOException {
    if (keys.file().revoke(id, clock.instant())) {
      return ExitCode.OK;
    }
    spec.commandLine().getErr().println("blinktwice: no key " + id + " is in use in " + keys.path);
    return ExitCode.FAILED;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
