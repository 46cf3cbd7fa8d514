package io.blinktwice.pinning.ticket.api;

import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentResult;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketCommand;
import io.blinktwice.pinning.api.PostedRecords;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.Members;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.Attribution;
import io.blinktwice.runtime.http.PageSize;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/** Tickets: lists from the read model, members where they lie, changes by commands on a topic. */
@Controller("/v1/tickets")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class TicketController {
  private static final int LARGEST_PAGE = 1_000;
  private static final Duration DONE_WITHIN = Duration.ofSeconds(10);

  private final KnownTickets tickets;
  private final OwnedTickets owned;
  private final PostedRecords commands;

  TicketController(KnownTickets tickets, OwnedTickets owned, PostedRecords commands) {
    this.tickets = tickets;
    this.owned = owned;
    this.commands = commands;
  }

  /** A page, and where the next one starts, where there is one. */
  @Serdeable
  record Page(List<TicketAnswer> tickets, int count, @Nullable String next) {}

  /** A page of members. */
  @Serdeable
  record MemberPage(List<TicketMemberAnswer> members, @Nullable String next) {}

  /** A member and its pin. */
  @Serdeable
  record TicketMemberAnswer(
      String workspace, String workload, String fingerprint, String pin, boolean pinned) {
    static TicketMemberAnswer of(Member member) {
      return new TicketMemberAnswer(
          member.workspace(),
          member.workload(),
          member.fingerprint(),
          member.pinId(),
          member.pinned());
    }
  }

  /** What a collector brought. */
  @Serdeable
  record Attached(String id, String kind, String collector, boolean truncated, String content) {}

  /** A command that was taken and whose effect is not known yet. */
  @Serdeable
  record Accepted(String command) {}

  /**
   * Lists tickets, by id.
   *
   * @param state only those in this state
   * @param release only those about this engine version
   * @param team only those of this team
   * @param signature only those of this failure signature
   * @param after the page after this ticket, as a page's {@code next} says
   * @param limit at most so many, up to 1000
   * @return a page of them
   */
  @Get
  @Needs(Right.VIEW)
  Page tickets(
      @Nullable @QueryValue String state,
      @Nullable @QueryValue String release,
      @Nullable @QueryValue String team,
      @Nullable @QueryValue String signature,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "100") int limit,
      HttpRequest<?> request) {
    int size = PageSize.of(limit, LARGEST_PAGE);
    Filter filter = new Filter(state, release, team, signature);
    SortedMap<String, Ticket> rest = after == null ? tickets.all() : tickets.after(after);
    List<TicketAnswer> found =
        rest.values().stream()
            .filter(filter::matches)
            .flatMap(ticket -> shown(ticket, Caller.of(request)).stream())
            .limit(size + 1L)
            .toList();
    boolean more = found.size() > size;
    List<TicketAnswer> page = more ? found.subList(0, size) : found;
    return new Page(page, page.size(), more ? page.getLast().ticket() : null);
  }

  /** What is asked for; what is absent matches all. */
  private record Filter(
      @Nullable String state,
      @Nullable String release,
      @Nullable String team,
      @Nullable String signature) {
    boolean matches(Ticket ticket) {
      return (state == null || state.equals(TicketAnswer.word(ticket)))
          && (release == null || release.equals(ticket.getRelease()))
          && (team == null || team.equals(ticket.getTeam()))
          && (signature == null || signature.equals(ticket.getSignature()));
    }
  }

  /**
   * Shows a ticket.
   *
   * @param id the ticket
   * @return the ticket, as far as it is the caller's; the header ETag says its revision
   */
  @Get("/{id}")
  @Needs(Right.VIEW)
  HttpResponse<TicketAnswer> ticket(@PathVariable String id, HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    Ticket ticket = tickets.find(id).orElseThrow(() -> unknown(id));
    TicketAnswer answer =
        shown(ticket, caller).or(() -> partAtOwner(ticket, caller)).orElseThrow(() -> unknown(id));
    return HttpResponse.ok(answer).header(HttpHeaders.ETAG, TicketCalls.etag(ticket));
  }

  /** The ticket as this caller may see it; nothing if the caller's workspace is not known here. */
  private static Optional<TicketAnswer> shown(Ticket ticket, Caller caller) {
    if (caller.isPlatform()) {
      return Optional.of(TicketAnswer.whole(ticket));
    }
    String workspace = caller.workspace().value();
    return Optional.ofNullable(ticket.getByWorkspace().get(workspace))
        .map(members -> TicketAnswer.partOf(ticket, workspace, members));
  }

  /** A ticket names only some of its workspaces; its owner knows them all. */
  private Optional<TicketAnswer> partAtOwner(Ticket ticket, Caller caller) {
    String workspace = caller.workspace().value();
    return owned
        .members(ticket.getTicketId())
        .map(members -> members.ofWorkspace(workspace))
        .filter(count -> count > 0)
        .map(count -> TicketAnswer.partOf(ticket, workspace, count));
  }

  /**
   * Lists the workloads that a ticket is about.
   *
   * @param id the ticket
   * @param after the page after this fingerprint, as a page's {@code next} says
   * @param limit at most so many, up to 1000
   * @return a page of them
   */
  @Get("/{id}/members")
  @Needs(Right.VIEW)
  MemberPage ticketMembers(
      @PathVariable String id,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "100") int limit,
      HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    Members members = owned.members(id).orElseThrow(() -> unknown(id));
    Members.Page page = members.after(after, PageSize.of(limit, LARGEST_PAGE));
    List<TicketMemberAnswer> own = new ArrayList<>();
    for (Member member : page.members()) {
      boolean visible =
          caller.isPlatform() || member.workspace().equals(caller.workspace().value());
      if (visible && member.movedTo() == null) {
        own.add(TicketMemberAnswer.of(member));
      }
    }
    return new MemberPage(own, page.more() ? page.members().getLast().fingerprint() : null);
  }

  /**
   * Shows what a collector brought for a ticket.
   *
   * @param id the ticket
   * @param attachment which of its attachments
   * @return the attachment
   */
  @Get("/{id}/attachments/{attachment}")
  @Needs(value = Right.VIEW, platform = true)
  Attached ticketAttachment(@PathVariable String id, @PathVariable String attachment) {
    Enrichment found = owned.attachment(id, attachment).orElseThrow(() -> unknown(attachment));
    EnrichmentResult result = Objects.requireNonNull(found.getResult());
    return new Attached(
        found.getEnrichmentId(),
        result.getKind().name(),
        result.getCollector(),
        result.getTruncated(),
        result.getContent());
  }

  /**
   * Does something with a ticket.
   *
   * @param id the ticket
   * @param command what to do with it
   * @param ifMatch the revision that the caller has seen; a ticket that changed since is left alone
   */
  @Post("/{id}/{command}")
  @Needs(value = Right.OPERATE, platform = true)
  @ApiResponse(
      responseCode = "200",
      description = "it took effect",
      content = @Content(schema = @Schema(implementation = TicketAnswer.class)))
  @ApiResponse(
      responseCode = "202",
      description = "it is written, and its effect is not known yet",
      content = @Content(schema = @Schema(implementation = Accepted.class)))
  HttpResponse<?> orderTicket(
      @PathVariable String id,
      @PathVariable String command,
      @Nullable @Header(HttpHeaders.IF_MATCH) String ifMatch,
      @Body TicketCalls.Call call,
      HttpRequest<?> request) {
    Attribution by = Attribution.of(Caller.of(request).actor(), call.reason());
    if (tickets.find(id).isEmpty()) {
      throw unknown(id);
    }
    TicketCommand order =
        TicketCalls.command(command, call)
            .setCommandId(call.id() == null ? UUID.randomUUID().toString() : call.id())
            .setTicketId(id)
            .setIfRevision(TicketCalls.revision(ifMatch).orElse(null))
            .setActor(by.actor())
            .setReason(by.reason())
            .setAt(Clock.systemUTC().instant())
            .build();
    return tickets
        .await(order.getCommandId(), () -> send(order), DONE_WITHIN)
        .<HttpResponse<?>>map(done -> answer(done, order))
        .orElseGet(() -> HttpResponse.accepted().body(new Accepted(order.getCommandId())));
  }

  private void send(TicketCommand order) {
    commands.send(
        Topics.TICKET_COMMANDS, order.getTicketId(), order, order.getCommandId(), order.getAt());
  }

  private static HttpResponse<?> answer(KnownTickets.Done done, TicketCommand order) {
    String refused = done.change().getRefused();
    if (refused == null) {
      return HttpResponse.ok(TicketAnswer.whole(done.ticket()))
          .header(HttpHeaders.ETAG, TicketCalls.etag(done.ticket()));
    }
    Long seen = order.getIfRevision();
    boolean stale = seen != null && seen != done.change().getRevision();
    throw new ProblemException(
        stale ? HttpStatus.PRECONDITION_FAILED : HttpStatus.CONFLICT, refused);
  }

  private static ProblemException unknown(String id) {
    return new ProblemException(HttpStatus.NOT_FOUND, "there is no ticket " + id);
  }
}
