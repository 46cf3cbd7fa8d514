package io.blinktwice.app.events;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be listened to; each is a topic. */
enum EventType {
  VERDICTS("verdicts", "verdict", Topics.RUN_VERDICTS),
  PINS("pins", "pin", Topics.PINS),
  PIN_EVENTS("pin-events", "pin-event", Topics.PIN_EVENTS),
  ROLLOUT_DECISIONS("rollout-decisions", "rollout-decision", Topics.ROLLOUT_DECISIONS),
  VERSION_HEALTH("version-health", "version-health", Topics.VERSION_HEALTH),
  RELEASES("releases", "release", Topics.RELEASES),
  /** What concerns many workspaces at once: for the platform only. */
  TICKETS("tickets", "ticket", Topics.TICKETS);

  private final String word;
  private final String event;
  private final Topic<?> topic;

  EventType(String word, String event, Topic<?> topic) {
    this.word = word;
    this.event = event;
    this.topic = topic;
  }

  /** In requests. */
  String word() {
    return word;
  }

  /** The name of one event. */
  String event() {
    return event;
  }

  Topic<?> topic() {
    return topic;
  }

  static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  /** All of them, for a request that names none. */
  static Set<EventType> all() {
    return EnumSet.allOf(EventType.class);
  }

  static String words() {
    return Arrays.stream(values()).map(EventType::word).collect(Collectors.joining(", "));
  }
}
