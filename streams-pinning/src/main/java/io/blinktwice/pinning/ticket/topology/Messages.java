package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.decision.TicketObservation;
import io.blinktwice.pinning.ticket.decision.TicketState;
import io.blinktwice.pinning.ticket.store.avro.StoredTicketMessage;
import io.blinktwice.pinning.ticket.store.avro.StoredTicketMessageKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tickets are told, as it is written and read. */
final class Messages {
  private Messages() {}

  /** With the record of a topic behind it, where the receiver needs that. */
  static StoredTicketMessage of(TicketObservation said, @Nullable ByteBuffer about) {
    StoredTicketMessage.Builder told = StoredTicketMessage.newBuilder().setAbout(about);
    switch (said) {
      case TicketObservation.Pinned(var failure, var workload, String pin, Instant since) ->
          failure(told, failure)
              .setKind(StoredTicketMessageKind.PINNED)
              .setFingerprint(workload.fingerprint())
              .setWorkspace(workload.workspace())
              .setWorkload(workload.name())
              .setPinId(pin)
              .setSinceMillis(since.toEpochMilli());
      case TicketObservation.PinEnded(String fingerprint, String pin) ->
          told.setKind(StoredTicketMessageKind.ENDED).setFingerprint(fingerprint).setPinId(pin);
      case TicketObservation.MemberArrived(var failure, Member member, var via) ->
          member(failure(told, failure), member)
              .setKind(StoredTicketMessageKind.ARRIVED)
              .setTickets(values(via));
      case TicketObservation.MergeAsked(TicketId from, var aliases, String command, String actor) ->
          told.setKind(StoredTicketMessageKind.MERGE_ASKED)
              .setTicket(from.value())
              .setTickets(values(aliases))
              .setCommand(command)
              .setActor(actor);
      case TicketObservation.MergeAnswered(TicketId into, String command, String refused) ->
          told.setKind(StoredTicketMessageKind.MERGE_ANSWERED)
              .setTicket(into.value())
              .setCommand(command)
              .setText(refused);
      case TicketObservation.ReleaseGoesOn(String resolution, String after) ->
          told.setKind(StoredTicketMessageKind.RELEASE_GOES_ON)
              .setCommand(resolution)
              .setAfter(after);
      case TicketObservation.MoveGoesOn(TicketId into, String after) ->
          told.setKind(StoredTicketMessageKind.MOVE_GOES_ON)
              .setTicket(into.value())
              .setAfter(after);
      case TicketObservation.Found(String id, String kind, String summary, Instant at) ->
          told.setKind(StoredTicketMessageKind.FOUND)
              .setCommand(id)
              .setSignature(kind)
              .setText(summary)
              .setSinceMillis(at.toEpochMilli());
      case TicketObservation.Ordered ordered ->
          throw new IllegalArgumentException("tickets give each other no orders");
    }
    return told.build();
  }

  static TicketObservation said(StoredTicketMessage told) {
    return switch (told.getKind()) {
      case PINNED ->
          new TicketObservation.Pinned(
              failure(told),
              new TicketObservation.Workload(
                  told.getFingerprint(), told.getWorkspace(), told.getWorkload()),
              told.getPinId(),
              since(told));
      case ENDED -> new TicketObservation.PinEnded(told.getFingerprint(), told.getPinId());
      case ARRIVED ->
          new TicketObservation.MemberArrived(failure(told), member(told), tickets(told));
      case MERGE_ASKED ->
          new TicketObservation.MergeAsked(
              new TicketId(told.getTicket()), tickets(told), told.getCommand(), told.getActor());
      case MERGE_ANSWERED ->
          new TicketObservation.MergeAnswered(
              new TicketId(told.getTicket()), told.getCommand(), told.getText());
      case RELEASE_GOES_ON ->
          new TicketObservation.ReleaseGoesOn(told.getCommand(), told.getAfter());
      case MOVE_GOES_ON ->
          new TicketObservation.MoveGoesOn(new TicketId(told.getTicket()), told.getAfter());
      case FOUND ->
          new TicketObservation.Found(
              told.getCommand(), told.getSignature(), String.valueOf(told.getText()), since(told));
    };
  }

  private static StoredTicketMessage.Builder failure(
      StoredTicketMessage.Builder told, TicketState.Failure failure) {
    TicketId splitFrom = failure.splitFrom();
    return told.setRelease(failure.release().value())
        .setSignature(failure.signature())
        .setSplitFrom(splitFrom == null ? null : splitFrom.value());
  }

  private static TicketState.Failure failure(StoredTicketMessage told) {
    String splitFrom = told.getSplitFrom();
    return new TicketState.Failure(
        new EngineVersion(told.getRelease()),
        told.getSignature(),
        splitFrom == null ? null : new TicketId(splitFrom));
  }

  private static StoredTicketMessage.Builder member(
      StoredTicketMessage.Builder told, Member member) {
    return told.setFingerprint(member.fingerprint())
        .setWorkspace(member.workspace())
        .setWorkload(member.workload())
        .setPinId(member.pinId())
        .setPinned(member.pinned())
        .setSinceMillis(member.pinnedAt().toEpochMilli())
        .setReleasedBy(member.releasedBy());
  }

  private static Member member(StoredTicketMessage told) {
    return new Member(
        told.getFingerprint(),
        told.getWorkspace(),
        told.getWorkload(),
        told.getPinId(),
        told.getPinned(),
        since(told),
        told.getReleasedBy(),
        null);
  }

  private static Instant since(StoredTicketMessage told) {
    return Instant.ofEpochMilli(told.getSinceMillis());
  }

  private static List<TicketId> tickets(StoredTicketMessage told) {
    return told.getTickets().stream().map(TicketId::new).toList();
  }

  private static List<String> values(List<TicketId> tickets) {
    return tickets.stream().map(TicketId::value).toList();
  }
}
