package io.blinktwice.pinning.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.Attribution;
import io.blinktwice.runtime.http.EntityTag;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/**
 * The pin of one workload: read from the state store, changed by commands on a topic. A workload is
 * named by its own name or by its fingerprint. Changes take {@code If-Match} with the ETag of what
 * was looked at; who looked at a pin that has changed since gets 412.
 */
@Controller("/v1/workloads")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class PinController {
  private final PinningRole role;
  private final OwnedState states;
  private final PinOrders orders;
  private final Clock clock = Clock.systemUTC();

  PinController(PinningRole role, OwnedState states, PinOrders orders) {
    this.role = role;
    this.states = states;
    this.orders = orders;
  }

  /**
   * What a person asks for.
   *
   * @param version the version to pin to; it is in the catalogue
   * @param until when the pin ends by itself; never if absent
   * @param reason why, in a sentence for those who read it later
   */
  @Serdeable
  record PinRequest(@Nullable String version, @Nullable String until, @Nullable String reason) {}

  /** How much longer a pin is wanted. */
  @Serdeable
  record ExtendRequest(@Nullable String until, @Nullable String reason) {}

  /** The command under which a change was accepted; its effect shows in the pin soon after. */
  @Serdeable
  record Accepted(String command) {}

  /**
   * Shows what is remembered of a workload.
   *
   * @param workload the workload's own name, or its fingerprint
   * @return how it did on each version, its latest runs, its pin, its speed
   */
  @Get("/{workload}")
  @Needs(Right.VIEW)
  WorkloadAnswer workload(@PathVariable String workload, HttpRequest<?> request) {
    return states
        .named(workspace(request), workload)
        .map(state -> WorkloadAnswer.of(state, states.figuresOf(state.workload())))
        .orElseThrow(() -> OwnedState.unseen(workload));
  }

  /**
   * Shows the pin of a workload, with its evidence.
   *
   * @param workload the workload's own name, or its fingerprint
   * @return the active pin
   */
  @Get("/{workload}/pin")
  @Needs(Right.VIEW)
  HttpResponse<PinAnswer> pin(@PathVariable String workload, HttpRequest<?> request) {
    WorkloadState state =
        states.named(workspace(request), workload).orElseThrow(() -> notPinned(workload));
    Pin pin = pinOf(state);
    return HttpResponse.ok(PinAnswer.of(state.workload(), pin))
        .header(HttpHeaders.ETAG, PinOrders.tag(pin).value());
  }

  /**
   * Pins a workload by hand.
   *
   * @param workload the workload's own name, or its fingerprint
   */
  @Put("/{workload}/pin")
  @Needs(Right.OPERATE)
  @ApiResponse(
      responseCode = "202",
      description = "it is written, and takes effect in a moment",
      content = @Content(schema = @Schema(implementation = Accepted.class)))
  HttpResponse<Accepted> pinByHand(
      @PathVariable String workload, @Body PinRequest wanted, HttpRequest<?> request) {
    Attribution by = Attribution.of(Caller.of(request).actor(), wanted.reason());
    EngineVersion version = new EngineVersion(Required.field("version", wanted.version()));
    requireAdmitted(version);
    Instant until = wanted.until() == null ? null : future(wanted.until());
    WorkloadState state = toOrderAbout(workload, request);
    return accepted(
        command(state.workload(), PinCommandKind.PIN_BY_HAND, by)
            .setVersion(version.value())
            .setUntil(until),
        state.pin(),
        request);
  }

  private void requireAdmitted(EngineVersion version) {
    Fleet fleet = role.under().fleet();
    if (!fleet.admits(version)) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          (fleet.knows(version)
                  ? "version %1$s is retired: nobody enters it any more, unless it is registered"
                      + " anew with PUT /v1/releases/%1$s"
                  : "version %1$s is not in the catalogue; register it with PUT /v1/releases/%1$s")
              .formatted(version));
    }
  }

  /**
   * Lets a pin end at another time than it would.
   *
   * @param workload the workload's own name, or its fingerprint
   */
  @Post("/{workload}/pin/extend")
  @Needs(Right.OPERATE)
  @ApiResponse(
      responseCode = "202",
      description = "it is written, and takes effect in a moment",
      content = @Content(schema = @Schema(implementation = Accepted.class)))
  HttpResponse<Accepted> extendPin(
      @PathVariable String workload, @Body ExtendRequest wanted, HttpRequest<?> request) {
    Attribution by = Attribution.of(Caller.of(request).actor(), wanted.reason());
    Instant until = future(Required.field("until", wanted.until()));
    WorkloadState state = toOrderAbout(workload, request);
    Pin pin = pinOf(state);
    return accepted(
        command(state.workload(), PinCommandKind.EXTEND, by)
            .setPinId(pin.id().value())
            .setUntil(until),
        pin,
        request);
  }

  /**
   * Releases a workload from its pin.
   *
   * @param workload the workload's own name, or its fingerprint
   * @param reason why, in a sentence for those who read it later
   */
  @Delete("/{workload}/pin")
  @Needs(Right.OPERATE)
  @ApiResponse(
      responseCode = "202",
      description = "it is written, and takes effect in a moment",
      content = @Content(schema = @Schema(implementation = Accepted.class)))
  HttpResponse<Accepted> releasePin(
      @PathVariable String workload, @Nullable @QueryValue String reason, HttpRequest<?> request) {
    Attribution by = Attribution.of(Caller.of(request).actor(), reason);
    WorkloadState state = toOrderAbout(workload, request);
    Pin pin = pinOf(state);
    return accepted(
        command(state.workload(), PinCommandKind.RELEASE, by).setPinId(pin.id().value()),
        pin,
        request);
  }

  /** Who insists on what was looked at is held to a state that shows every order before. */
  private WorkloadState toOrderAbout(String workload, HttpRequest<?> request) {
    WorkloadState found = states.toOrderAbout(workspace(request), workload);
    if (!EntityTag.isConditional(request)) {
      return found;
    }
    orders.requireAllRead(found.workload().fingerprint());
    return states.toOrderAbout(workspace(request), workload);
  }

  private HttpResponse<Accepted> accepted(
      PinCommand.Builder command, @Nullable Pin current, HttpRequest<?> request) {
    PinCommand built = command.build();
    orders.take(built, current, request);
    return HttpResponse.accepted().body(new Accepted(built.getCommandId()));
  }

  private PinCommand.Builder command(Workload workload, PinCommandKind kind, Attribution by) {
    return PinCommand.newBuilder()
        .setCommandId(UUID.randomUUID().toString())
        .setWorkspace(workload.workspace().value())
        .setWorkload(workload.name().value())
        .setFingerprint(workload.fingerprint().value())
        .setKind(kind)
        .setActor(by.actor())
        .setReason(by.reason())
        .setAt(clock.instant());
  }

  private Instant future(String until) {
    try {
      Instant wanted = Instant.parse(until);
      if (wanted.isAfter(clock.instant())) {
        return wanted;
      }
    } catch (DateTimeParseException e) {
      // Answered below, with the same sentence as a time that is over.
    }
    throw new ProblemException(
        HttpStatus.UNPROCESSABLE_ENTITY, "'until' is a time to come, such as 2030-01-02T03:04:05Z");
  }

  private static Pin pinOf(WorkloadState state) {
    Pin pin = state.pin();
    if (pin == null) {
      throw notPinned(state.workload().name().value());
    }
    return pin;
  }

  private static ProblemException notPinned(String workload) {
    return new ProblemException(HttpStatus.NOT_FOUND, "workload " + workload + " is not pinned");
  }

  private static WorkspaceId workspace(HttpRequest<?> request) {
    return Caller.of(request).workspace();
  }
}
