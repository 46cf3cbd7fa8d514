package io.blinktwice.app.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who speaks to Kafka: a role of ours with a user of its own, or somebody outside.
 *
 * <p>The catalogue names writers and readers in words of its own; each word belongs to somebody
 * here, which a test checks.
 */
enum Principal {
  CLASSIFIER(Kind.SERVER),
  PINNING(Kind.SERVER, "notifications"),
  ROLLOUT(Kind.SERVER),
  ROUTER(Kind.SERVER),
  AUTOSCALER(Kind.SERVER),
  POOL(Kind.WORKER, "collectors"),
  SCHEDULER(Kind.OUTSIDE, "schedulers"),
  CONTROLLER(Kind.OUTSIDE, "roll-out controllers"),
  OPERATOR(Kind.OUTSIDE, "operators");

  private enum Kind {
    /** A role of the control plane: each has endpoints, so each is a part of "api". */
    SERVER,
    /** A role without endpoints. */
    WORKER,
    OUTSIDE
  }

  private final Kind kind;
  private final List<String> otherNames;

  Principal(Kind kind, String... otherNames) {
    this.kind = kind;
    this.otherNames = List.of(otherNames);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Who works with streams, groups and transactions of its own. */
  boolean isRole() {
    return kind != Kind.OUTSIDE;
  }

  /** Who is meant by the catalogue's words, which may be several with commas. */
  static Set<Principal> in(String words) {
    Set<Principal> meant = new TreeSet<>();
    for (String word : words.split(",")) {
      List<Principal> found =
          Arrays.stream(values()).filter(principal -> principal.isMeantBy(word.strip())).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "the catalogue names '" + word.strip() + "': who is it?");
      }
      meant.addAll(found);
    }
    return meant;
  }

  private boolean isMeantBy(String word) {
    return switch (word) {
      case "api" -> kind == Kind.SERVER;
      case "every role" -> isRole();
      default -> Stream.concat(Stream.of(word()), otherNames.stream()).anyMatch(word::equals);
    };
  }
}
