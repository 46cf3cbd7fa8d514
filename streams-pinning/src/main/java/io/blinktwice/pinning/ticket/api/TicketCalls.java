package io.blinktwice.pinning.ticket.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketCommand;
import io.blinktwice.events.TicketCommandKind;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a call says, as a command on the topic. */
final class TicketCalls {
  private static final Map<String, TicketCommandKind> KINDS =
      Arrays.stream(TicketCommandKind.values())
          .filter(kind -> kind != TicketCommandKind.UNKNOWN)
          .collect(
              Collectors.toMap(
                  kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), kind -> kind));

  private TicketCalls() {}

  /**
   * What somebody asks for; which fields are needed follows from the command.
   *
   * @param id makes a repetition of the call harmless
   */
  @Serdeable
  record Call(
      @Nullable String id,
      @Nullable String version,
      @Nullable String team,
      @Nullable String assignee,
      @Nullable String into,
      @Nullable List<String> members,
      @Nullable String text,
      @Nullable String reason) {}

  static TicketCommand.Builder command(String word, Call call) {
    TicketCommandKind kind = KINDS.get(word);
    if (kind == null) {
      throw new ProblemException(
          HttpStatus.NOT_FOUND,
          "there is no command %s; there are %s"
              .formatted(word, KINDS.keySet().stream().sorted().toList()));
    }
    return TicketCommand.newBuilder()
        .setKind(kind)
        .setVersion(call.version() == null ? null : new EngineVersion(call.version()).value())
        .setTeam(call.team())
        .setAssignee(call.assignee())
        .setInto(call.into())
        .setMembers(call.members() == null ? List.of() : call.members())
        .setText(call.text());
  }

  static String etag(Ticket ticket) {
    return "\"" + ticket.getRevision() + "\"";
  }

  /** The revision that a caller has seen; empty if any will do. */
  static Optional<Long> revision(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return Optional.empty();
    }
    String bare = ifMatch.strip().replaceFirst("^W/", "").replace("\"", "");
    try {
      return Optional.of(Long.parseLong(bare));
    } catch (NumberFormatException e) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "If-Match is the ETag of the ticket, such as \"3\"");
    }
  }
}
