package io.blinktwice.router.effect;

import io.blinktwice.events.JournalStep;
import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.SessionState;
import io.blinktwice.router.decision.SessionStep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The content of journal entries: the messages of a step, each after its length in four bytes. */
final class JournalPayload {
  private JournalPayload() {}

  static JournalStep kindOf(SessionStep step) {
    return switch (step.method()) {
      case "Config" -> JournalStep.CONFIGURATION;
      case "AddArtifacts" -> JournalStep.ARTIFACT;
      default -> JournalStep.STATEMENT;
    };
  }

  static byte[] of(SessionStep step) {
    ByteBuffer content = ByteBuffer.allocate(lengthOf(step));
    step.messages().forEach(message -> content.putInt(message.length).put(message));
    return content.array();
  }

  static int lengthOf(SessionStep step) {
    return Math.toIntExact(step.bytes()) + step.messages().size() * Integer.BYTES;
  }

  /** What the parts of one entry make of a state; what is not whole makes it unknown. */
  static SessionState after(SessionState state, List<SessionJournalEntry> parts) {
    SessionJournalEntry first = parts.getFirst();
    String why = first.getBoundBecause();
    if (why != null) {
      return state.isPortable() ? state.bound(why) : state;
    }
    if (parts.size() != first.getParts()) {
      return SessionState.NEW.bound("a gap in its journal");
    }
    String method =
        switch (first.getKind()) {
          case CONFIGURATION -> "Config";
          case ARTIFACT -> "AddArtifacts";
          case STATEMENT -> "ExecutePlan";
          case OPENED, VIEW, FUNCTION, CATALOG, BOUND, UNBOUND, MOVED, CLOSED, UNKNOWN -> "";
        };
    return method.isEmpty()
        ? state.bound("a step of a newer gateway")
        : state.after(new SessionStep(method, messages(parts)), SessionEffect.REMEMBERED);
  }

  private static List<byte[]> messages(List<SessionJournalEntry> parts) {
    int length = parts.stream().mapToInt(part -> part.getPayload().remaining()).sum();
    ByteBuffer content = ByteBuffer.allocate(length);
    parts.stream()
        .sorted(Comparator.comparingInt(SessionJournalEntry::getPart))
        .forEach(part -> content.put(part.getPayload().duplicate()));
    content.flip();
    List<byte[]> messages = new ArrayList<>();
    while (content.remaining() >= Integer.BYTES) {
      byte[] message = new byte[content.getInt()];
      content.get(message);
      messages.add(message);
    }
    return messages;
  }
}
