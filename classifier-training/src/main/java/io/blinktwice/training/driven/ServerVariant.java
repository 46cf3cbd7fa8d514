package io.blinktwice.training.driven;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a server differs from an ordinary one.
 *
 * @param settings of Spark
 * @param without prefixes of jars that are taken away
 * @param foreign prefixes of jars that another release's stand in front of
 * @param disk size of its disk for shuffles; empty for that of the machine
 * @param killedAfterMillis when it is killed, counted from its first statement; 0 for never
 */
public record ServerVariant(
    Map<String, String> settings,
    List<String> without,
    List<String> foreign,
    String disk,
    long killedAfterMillis) {
  static ServerVariant of(String words) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> without = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    String disk = "";
    long killed = 0;
    for (String word : words.split(" ")) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      String value = word.substring(equals + 1);
      switch (key) {
        case "ordinary" -> {}
        case "-jar" -> without.add(value);
        case "+jar" -> foreign.add(value);
        case "disk" -> disk = value;
        case "kill" -> killed = Long.parseLong(value);
        default -> settings.put(key, value);
      }
    }
    return new ServerVariant(settings, without, foreign, disk, killed);
  }
}
