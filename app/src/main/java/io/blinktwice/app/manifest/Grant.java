package io.blinktwice.app.manifest;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one principal may do with one resource.
 *
 * @param prefixed whether all resources are meant whose names begin so
 * @param operations in Kafka's words, such as {@code Read}
 */
record Grant(Kind kind, String name, boolean prefixed, List<String> operations) {
  /** Kinds of resources, in the words of Kafka's own command. */
  enum Kind {
    TOPIC("topic"),
    GROUP("group"),
    TRANSACTIONAL_ID("transactional-id");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Which roles have the endpoints that write what the catalogue calls the API's. */
  private static final Map<Topic<?>, Set<Principal>> BEHIND_ENDPOINTS =
      Map.of(
          Topics.PIN_COMMANDS, EnumSet.of(Principal.PINNING, Principal.ROLLOUT),
          Topics.TICKET_COMMANDS, EnumSet.of(Principal.PINNING),
          Topics.ENVIRONMENTS, EnumSet.of(Principal.PINNING),
          Topics.RELEASES, EnumSet.of(Principal.ROLLOUT),
          Topics.ROLLOUT_COMMANDS, EnumSet.of(Principal.ROLLOUT),
          Topics.POOLS, EnumSet.of(Principal.AUTOSCALER),
          // Schedulers post events to pinning, or write them themselves.
          Topics.RUN_EVENTS, EnumSet.of(Principal.PINNING, Principal.SCHEDULER));

  /** Least rights for each, as the catalogue has them. */
  static Map<Principal, List<Grant>> all(String prefix) {
    Map<Principal, List<Grant>> grants = new EnumMap<>(Principal.class);
    for (Principal principal : Principal.values()) {
      List<Grant> own = new ArrayList<>(topics(principal, prefix));
      own.addAll(own(principal, prefix));
      grants.put(principal, List.copyOf(own));
    }
    return grants;
  }

  private static List<Grant> topics(Principal principal, String prefix) {
    Map<String, TreeSet<String>> operations = new LinkedHashMap<>();
    for (Topic<?> topic : Topics.ALL) {
      if (writers(topic).contains(principal)) {
        operations.computeIfAbsent(topic.on(prefix), name -> new TreeSet<>()).add("Write");
      }
      if (topic.readers().stream()
          .flatMap(word -> Principal.in(word).stream())
          .anyMatch(principal::equals)) {
        operations.computeIfAbsent(topic.on(prefix), name -> new TreeSet<>()).add("Read");
      }
    }
    operations.values().forEach(allowed -> allowed.add("Describe"));
    return operations.entrySet().stream()
        .map(topic -> new Grant(Kind.TOPIC, topic.getKey(), false, List.copyOf(topic.getValue())))
        .toList();
  }

  private static Set<Principal> writers(Topic<?> topic) {
    Set<Principal> behind = BEHIND_ENDPOINTS.get(topic);
    Set<Principal> writers = EnumSet.noneOf(Principal.class);
    if (behind != null) {
      writers.addAll(behind);
    }
    if (behind == null || !topic.owner().equals("api")) {
      writers.addAll(Principal.in(topic.owner()));
    }
    return writers;
  }

  private static List<Grant> own(Principal principal, String prefix) {
    String name = prefix + "." + principal.word();
    if (!principal.isRole()) {
      return List.of(new Grant(Kind.GROUP, name + "-", true, List.of("Describe", "Read")));
    }
    List<Grant> grants = new ArrayList<>();
    if (principal == Principal.PINNING) {
      // Each receiver of news of tickets has a line, and so a group, of its own.
      grants.add(new Grant(Kind.GROUP, prefix + ".webhook.", true, List.of("Describe", "Read")));
    }
    grants.addAll(ownOfEveryRole(name, prefix));
    return grants;
  }

  private static List<Grant> ownOfEveryRole(String name, String prefix) {
    return List.of(
        // Streams keep their state and their own paths in topics that begin with the role's name.
        new Grant(
            Kind.TOPIC,
            name + "-",
            true,
            List.of(
                "AlterConfigs",
                "Create",
                "Delete",
                "Describe",
                "DescribeConfigs",
                "Read",
                "Write")),
        new Grant(Kind.GROUP, name, true, List.of("Describe", "Read")),
        // How far a view has set bad records aside is remembered as a group's offset.
        new Grant(Kind.GROUP, prefix + ".letters.", true, List.of("Describe", "Read")),
        new Grant(Kind.TRANSACTIONAL_ID, name, true, List.of("Describe", "Write")));
  }
}
