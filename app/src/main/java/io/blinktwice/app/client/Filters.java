package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What narrows a list of pins or tickets. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class Filters {
  @Option(names = "--pinned-to", paramLabel = "V", description = "Pins to this version.")
  private Optional<String> version;

  @Option(names = "--away-from", paramLabel = "V", description = "Pins away from this version.")
  private Optional<String> awayFrom;

  @Option(names = "--ticket", paramLabel = "ID", description = "Pins that belong to this ticket.")
  private Optional<String> ticket;

  @Option(names = "--older-than", paramLabel = "TIME", description = "Pins as old as 7d, 12h.")
  private Optional<String> olderThan;

  @Option(
      names = "--signature",
      paramLabel = "S",
      description = "Pins or tickets with this failure signature.")
  private Optional<String> signature;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Tickets that are open, triaged, false-positive, fixed-in, closed or merged.")
  private Optional<String> state;

  @Option(names = "--release", paramLabel = "V", description = "Tickets about this version.")
  private Optional<String> release;

  @Option(names = "--team", paramLabel = "NAME", description = "Tickets of this team.")
  private Optional<String> team;

  @Option(
      names = "--containing",
      paramLabel = "TEXT",
      description = "Pins or workloads whose workload's name contains this.")
  private Optional<String> containing;

  String ofWorkloads() {
    return query(Map.of("containing", containing));
  }

  String ofPins() {
    Map<String, Optional<String>> asked = new LinkedHashMap<>();
    asked.put("version", version);
    asked.put("awayFrom", awayFrom);
    asked.put("signature", signature);
    asked.put("ticket", ticket);
    asked.put("olderThan", olderThan);
    asked.put("containing", containing);
    return query(asked);
  }

  String ofTickets() {
    Map<String, Optional<String>> asked = new LinkedHashMap<>();
    asked.put("state", state);
    asked.put("release", release);
    asked.put("team", team);
    asked.put("signature", signature);
    return query(asked);
  }

  private static String query(Map<String, Optional<String>> asked) {
    StringBuilder query = new StringBuilder("?limit=1000");
    asked.forEach(
        (name, value) ->
            value.ifPresent(text -> query.append("&" + name + "=").append(encoded(text))));
    return query.toString();
  }
}
