package io.blinktwice.app.events;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a listener has come: the next offset of each partition of each type.
 *
 * <p>As text it is the id of an event, such as {@code verdicts.0:17,verdicts.1:4}: whoever comes
 * back with it goes on exactly there, on any server, after any restart.
 */
record Positions(Map<Place, Long> next) {
  private static final int LONGEST = 16_000;
  private static final Pattern ONE = Pattern.compile("([a-z-]{1,40})\\.(\\d{1,5}):(\\d{1,18})");

  /** One partition of what can be listened to. */
  record Place(EventType type, int partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : Integer.compare(partition, other.partition);
    }
  }

  Positions {
    next = new TreeMap<>(next);
  }

  /** Nothing, for a text that was never an id of ours. */
  static Optional<Positions> parse(String id) {
    if (id.length() > LONGEST) {
      return Optional.empty();
    }
    Map<Place, Long> next = new TreeMap<>();
    for (String part : id.split(",", -1)) {
      Matcher matcher = ONE.matcher(part);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      Optional<EventType> type = EventType.of(matcher.group(1));
      if (type.isEmpty()) {
        return Optional.empty();
      }
      Place place = new Place(type.get(), Integer.parseInt(matcher.group(2)));
      if (next.put(place, Long.parseLong(matcher.group(3))) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Positions(next));
  }

  void read(Place place, long offset) {
    next.put(place, offset + 1);
  }

  String id() {
    StringBuilder text = new StringBuilder();
    next.forEach(
        (place, offset) -> {
          text.append(text.isEmpty() ? "" : ",");
          text.append(place.type().word()).append('.').append(place.partition());
          text.append(':').append(offset);
        });
    return text.toString();
  }
}
