package io.blinktwice.pinning.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.Attribution;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Pins of one workload: read from the state store, changed by commands on a topic. */
@Controller("/v1/workloads")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class PinController {
  private final PinningRole role;
  private final OwnedState states;
  private final PinCommands commands;

  PinController(PinningRole role, OwnedState states, PinCommands commands) {
    this.role = role;
    this.states = states;
    this.commands = commands;
  }

  /**
   * What a person asks for.
   *
   * @param version the version to pin to; it is in the catalogue
   * @param reason why, in a sentence for those who read it later
   */
  @Serdeable
  record PinRequest(@Nullable String version, @Nullable String reason) {}

  /** The command under which a change was accepted; its effect shows in the pin soon after. */
  @Serdeable
  record Accepted(String command) {}

  /**
   * Shows what is remembered of a workload.
   *
   * @param workload the workload's own name
   * @return how it did on each version, its latest runs, its pin
   */
  @Get("/{workload}")
  @Needs(Right.VIEW)
  WorkloadAnswer workload(@PathVariable String workload, HttpRequest<?> request) {
    Workload named = named(workload, request);
    return states
        .of(named)
        .map(WorkloadAnswer::of)
        .orElseThrow(() -> notFound("nothing was ever seen of workload " + workload));
  }

  /**
   * Shows the pin of a workload, with its evidence.
   *
   * @param workload the workload's own name
   * @return the active pin
   */
  @Get("/{workload}/pin")
  @Needs(Right.VIEW)
  PinAnswer pin(@PathVariable String workload, HttpRequest<?> request) {
    Workload named = named(workload, request);
    return PinAnswer.of(named, active(named, states::of));
  }

  /**
   * Pins a workload by hand.
   *
   * @param workload the workload's own name
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
    if (!role.under().fleet().knows(version)) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "version "
              + version
              + " is not in the catalogue; register it with PUT /v1/releases/"
              + version);
    }
    return accepted(
        command(named(workload, request), PinCommandKind.PIN_BY_HAND, by)
            .setVersion(version.value()));
  }

  /**
   * Releases a workload from its pin.
   *
   * @param workload the workload's own name
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
    Workload named = named(workload, request);
    return accepted(
        command(named, PinCommandKind.RELEASE, by)
            .setPinId(active(named, states::toOrderAbout).id().value()));
  }

  private HttpResponse<Accepted> accepted(PinCommand.Builder command) {
    PinCommand built = command.build();
    commands.send(built);
    return HttpResponse.accepted().body(new Accepted(built.getCommandId()));
  }

  private static PinCommand.Builder command(
      Workload workload, PinCommandKind kind, Attribution by) {
    return PinCommand.newBuilder()
        .setCommandId(UUID.randomUUID().toString())
        .setWorkspace(workload.workspace().value())
        .setWorkload(workload.name().value())
        .setFingerprint(workload.fingerprint().value())
        .setKind(kind)
        .setActor(by.actor())
        .setReason(by.reason())
        .setAt(Clock.systemUTC().instant());
  }

  private static Pin active(Workload workload, Function<Workload, Optional<WorkloadState>> states) {
    Pin pin = states.apply(workload).map(WorkloadState::pin).orElse(null);
    if (pin == null) {
      throw notFound("workload " + workload.name() + " is not pinned");
    }
    return pin;
  }

  private static Workload named(String workload, HttpRequest<?> request) {
    return Workload.named(Caller.of(request).workspace(), new WorkloadId(workload));
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(HttpStatus.NOT_FOUND, detail);
  }
}
