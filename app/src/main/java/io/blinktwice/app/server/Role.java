package io.blinktwice.app.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A part of the control plane that a server process can run. */
public enum Role {
  CLASSIFIER,
  PINNING,
  ROLLOUT,
  ROUTER,
  AUTOSCALER;

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word().equals(word.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no role '%s'; there are %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(Role::word)
                                .collect(Collectors.joining(", ")))));
  }
}
