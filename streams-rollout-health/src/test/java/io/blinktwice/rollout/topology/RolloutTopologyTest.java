package io.blinktwice.rollout.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutAction;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.DrivenTopology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTopologyTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir static Path folder;

  private final DrivenTopology driven =
      new DrivenTopology(
          () -> RolloutTopology.of(DrivenTopology.SERDES, "t", () -> 1), "t", folder);

  @AfterEach
  void close() {
    driven.close();
  }

  @Test
  void looksAsAccepted() {
    driven.looksAsAccepted();
  }

  @Test
  void decidesInTheLightOfTheCatalogue() {
    rollOutTo("4.2.0", 0.25);

    List<TestRecord<String, RolloutDecision>> written = decisions().readRecordsToList();
    assertEquals(2, written.size());
    RolloutDecision started = written.get(1).value();
    assertEquals("4.2.0", written.get(1).key());
    assertEquals(RolloutState.ROLLING_OUT, started.getState());
    assertEquals(0.25, started.getShare());
    assertEquals("3.5.7", started.getStableBefore());
    assertEquals(List.of("t.rollout-commands-0@1", "t.releases-0@1"), started.getInputs());
    assertEquals(AT, started.getDecidedAt());
    assertEquals(started.getDecisionId(), CloudEvents.id(written.get(1).headers()));
    assertNotNull(written.get(1).headers().lastHeader(CloudEvents.TRACE_PARENT));
  }

  @Test
  void answersARepeatedCommandOnce() {
    rollOutTo("4.2.0", 0.25);
    decisions().readRecordsToList();

    send(command("c-start", "4.2.0", RolloutAction.START, 0.25));

    assertTrue(decisions().isEmpty());
  }

  @Test
  void setsARefusedCommandAsideWithTheReason() {
    assertEquals(
        "9.9.9 is not in the catalogue of releases",
        refused(() -> send(command("c1", "9.9.9", RolloutAction.PROMOTE, null))));
    assertTrue(decisions().isEmpty());
  }

  @Test
  void setsAsideWhatItCannotUse() {
    refused(() -> driven.in(Topics.ROLLOUT_COMMANDS).pipeInput("4.2.0", null, AT));
    refused(
        () ->
            driven
                .in(Topics.ROLLOUT_COMMANDS)
                .pipeInput("x", command("c", "x", RolloutAction.PAUSE, null), AT));
    refused(
        () ->
            driven
                .in(Topics.ROLLOUT_COMMANDS)
                .pipeInput("a", command("c", "4.2.0", RolloutAction.PAUSE, null), AT));
    refused(() -> send(command("c", "4.2.0", RolloutAction.START, null)));
    refused(() -> send(command("c", "4.2.0", RolloutAction.UNKNOWN, null)));
    refused(() -> driven.in(Topics.RELEASES).pipeInput("4.2.0", release("4.1.2"), AT));
    refused(() -> driven.in(Topics.RELEASES).pipeInput("x", release("x"), AT));
    Release reckless = release("4.2.0");
    reckless.setPauseBudget(1.5);
    refused(() -> driven.in(Topics.RELEASES).pipeInput("4.2.0", reckless, AT));
    assertTrue(decisions().isEmpty());
  }

  @Test
  void forgetsAVersionWhoseReleaseIsWithdrawn() {
    register("3.5.7");
    driven.in(Topics.RELEASES).pipeInput("3.5.7", null, AT);

    refused(() -> send(command("c1", "3.5.7", RolloutAction.PROMOTE, null)));
  }

  @Test
  void goesOnAfterARestartWhereItWas() {
    rollOutTo("4.2.0", 0.25);
    driven.restart(RolloutTopology.STORE);

    send(command("c-start", "4.2.0", RolloutAction.START, 0.25));
    assertTrue(decisions().isEmpty(), "the repeated command is recognised");
    send(command("c-abort", "4.2.0", RolloutAction.ABORT, null));
    RolloutDecision aborted = decisions().readValue();
    assertEquals(RolloutState.ABORTED, aborted.getState());
    assertEquals("3.5.7", aborted.getStableBefore());
  }

  private void rollOutTo(String version, double share) {
    register("3.5.7");
    register(version);
    send(command("c-promote", "3.5.7", RolloutAction.PROMOTE, null));
    send(command("c-start", version, RolloutAction.START, share));
  }

  private void register(String version) {
    driven.in(Topics.RELEASES).pipeInput(version, release(version), AT);
  }

  private void send(RolloutCommand command) {
    driven.in(Topics.ROLLOUT_COMMANDS).pipeInput(command.getVersion(), command, AT);
  }

  private TestOutputTopic<String, RolloutDecision> decisions() {
    return driven.out(Topics.ROLLOUT_DECISIONS);
  }

  private static @Nullable String refused(Runnable sending) {
    StreamsException failure = assertThrows(StreamsException.class, sending::run);
    return assertInstanceOf(UnusableRecord.class, failure.getCause()).getMessage();
  }

  private static Release release(String version) {
    return Release.newBuilder()
        .setVersion(version)
        .setEngine(version)
        .setRegisteredBy("alice")
        .setRegisteredAt(AT)
        .build();
  }

  private static RolloutCommand command(
      String id, String version, RolloutAction action, @Nullable Double share) {
    return RolloutCommand.newBuilder()
        .setCommandId(id)
        .setVersion(version)
        .setAction(action)
        .setShare(share)
        .setActor("alice")
        .setReason("it is time")
        .setAt(AT)
        .build();
  }
}
