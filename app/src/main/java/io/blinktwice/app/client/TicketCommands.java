package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ticket}: what a person does with a ticket. */
@Command(
    name = "ticket",
    description = {
      "Works on a ticket; 'list ticket', 'get ticket' and 'explain ticket' show it.",
      "What takes effect at once answers with the ticket's new state. A command that does not fit",
      "the ticket's state, or a --if-match that it has passed, changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class TicketCommands implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Which ticket, and all that its commands have in common. */
  static final class Target {
    @Mixin private ApiOptions api;
    @Mixin private Printed printed;
    @Mixin private Order order;

    @Parameters(index = "0", paramLabel = "TICKET", description = "Its id.")
    private String ticket;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "An id of the command: given again, it does nothing more.")
    private Optional<String> id;

    private int carryOut(String command, ObjectNode body, String sentence)
        throws ApiRefused, IOException, InterruptedException {
      id.ifPresent(text -> body.put("id", text));
      order.reason().ifPresent(why -> body.put("reason", why));
      String path = "/v1/tickets/" + encoded(ticket);
      try (ApiClient client = api.client()) {
        client.get(path); // A ticket that is not there is told as such, by a dry run, too.
        return order.carryOut(
            client,
            new Order.Planned("POST", path + "/" + command, body, sentence + " of " + ticket),
            printed);
      }
    }
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what: " + String.join(", ", spec.subcommands().keySet().stream().toList()));
  }

  @Command(
      name = "false-positive",
      description =
          "The version is not at fault: all pins of the ticket end, each for its next run.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int falsePositive(@Mixin Target target) throws ApiRefused, IOException, InterruptedException {
    return target.carryOut("false-positive", body(), "release all pins");
  }

  @Command(
      name = "fix",
      description =
          "A version has the fix: each pin ends when that version, or a successor, is what its"
              + " workload would get.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int fix(
      @Mixin Target target,
      @Option(
              names = "--in",
              paramLabel = "VERSION",
              required = true,
              description = "The version that has the fix.")
          String version)
      throws ApiRefused, IOException, InterruptedException {
    return target.carryOut(
        "fixed-in", body().put("version", version), "note the fix in " + version);
  }

  @Command(
      name = "reassign",
      description = "Gives the ticket to a team, a person, or both.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int reassign(
      @Mixin Target target,
      @Option(names = "--team", paramLabel = "NAME", description = "The team.")
          Optional<String> team,
      @Option(names = "--assignee", paramLabel = "NAME", description = "The person.")
          Optional<String> assignee)
      throws ApiRefused, IOException, InterruptedException {
    if (team.isEmpty() && assignee.isEmpty()) {
      throw new ParameterException(
          spec.subcommands().get("reassign"), "give --team, --assignee, or both");
    }
    ObjectNode body = body();
    team.ifPresent(name -> body.put("team", name));
    assignee.ifPresent(name -> body.put("assignee", name));
    return target.carryOut("reassign", body, "change the owner");
  }

  @Command(
      name = "merge",
      description = "Its members go to another ticket; its id stays an alias of that one.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int merge(
      @Mixin Target target,
      @Option(
              names = "--into",
              paramLabel = "TICKET",
              required = true,
              description = "The ticket that stays.")
          String into)
      throws ApiRefused, IOException, InterruptedException {
    return target.carryOut("merge", body().put("into", into), "merge into " + into + " all");
  }

  @Command(
      name = "split",
      description = "Some of its members become a ticket of their own.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int split(
      @Mixin Target target,
      @Option(
              names = "--member",
              paramLabel = "FINGERPRINT",
              required = true,
              description = "Who leaves, by fingerprint; may be repeated.")
          List<String> members)
      throws ApiRefused, IOException, InterruptedException {
    ObjectNode body = body();
    members.forEach(body.putArray("members")::add);
    return target.carryOut("split", body, "split off %d members".formatted(members.size()));
  }

  @Command(
      name = "comment",
      description = "Adds a remark.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int comment(
      @Mixin Target target,
      @Parameters(index = "1", paramLabel = "TEXT", description = "What is to be remarked.")
          String text)
      throws ApiRefused, IOException, InterruptedException {
    return target.carryOut("comment", body().put("text", text), "add a comment to the history");
  }

  @Command(
      name = "close",
      description = "Ends the work on it; its pins live on, and a new member opens it again.",
      mixinStandardHelpOptions = true,
      footer = {"", ClientExit.LEGEND})
  int close(@Mixin Target target) throws ApiRefused, IOException, InterruptedException {
    return target.carryOut("close", body(), "end the work");
  }

  private static ObjectNode body() {
    return ApiClient.JSON.createObjectNode();
  }
}
