package io.blinktwice.pool.decision;

import java.util.regex.Pattern;

/** What the gateway says at a server's door: 64 hexadecimal digits, never printed. */
public record PoolSecret(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public PoolSecret {
    if (!isOne(value)) {
      throw new IllegalArgumentException("a pool's secret has 64 hexadecimal digits");
    }
  }

  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "PoolSecret[hidden]";
  }
}
