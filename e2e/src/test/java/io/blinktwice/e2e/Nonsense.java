package io.blinktwice.e2e;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Requests as nobody means them: bytes, half a JSON, names that are none. */
final class Nonsense {
  private static final List<String> NAMES =
      List.of("version", "share", "reason", "workload", "run", "attempt", "limit", "wait", "x");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1e999",
          "99999999999999999999",
          "\"\"",
          "\"3.5.7\"",
          "\"\\u0000\"",
          "[]",
          "[[[[",
          "{}",
          "{\"a\":",
          "\"../..\"",
          "\"x\"");

  private Nonsense() {}

  /** A part of a path, escaped as clients do. */
  static String segment(Random random) {
    return URLEncoder.encode(text(random, 1 + random.nextInt(300)), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  static String query(Random random) {
    StringBuilder query = new StringBuilder("?q=1");
    for (int i = random.nextInt(4); i > 0; i--) {
      query
          .append('&')
          .append(NAMES.get(random.nextInt(NAMES.size())))
          .append('=')
          .append(URLEncoder.encode(text(random, random.nextInt(40)), StandardCharsets.UTF_8));
    }
    return query.toString();
  }

  static byte[] body(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> bytes(random);
      case 1 -> object(random).getBytes(StandardCharsets.UTF_8);
      default -> VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(4_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String object(Random random) {
    StringBuilder object = new StringBuilder("{\"y\": 1");
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        object
            .append(", \"%s\": ".formatted(name))
            .append(VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return object.append('}').toString();
  }

  /** Any characters but halves of one. */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int one = random.nextInt(4) == 0 ? random.nextInt(0x3000) : 32 + random.nextInt(95);
      text.append((char) one);
    }
    return text.toString();
  }
}
