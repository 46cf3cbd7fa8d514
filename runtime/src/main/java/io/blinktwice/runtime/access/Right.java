package io.blinktwice.runtime.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do; each includes those before it. */
public enum Right {
  /** Needs no sign-in: says nothing about anybody's work. */
  NONE,
  /** Looks. */
  VIEW,
  /** Changes how workloads and releases run. */
  OPERATE,
  /** Sees who did what. */
  ADMIN;

  public boolean covers(Right needed) {
    return compareTo(needed) >= 0;
  }

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a credential can have; nothing for any other word. */
  public static Optional<Right> of(String word) {
    return Arrays.stream(values())
        .filter(right -> right != NONE && right.word().equals(word))
        .findFirst();
  }
}
