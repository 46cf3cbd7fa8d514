package io.blinktwice.simulator;

import java.util.Locale;

/** One JSON object on one line, of texts, numbers and rates with Wilson's 95 % interval. */
public final class JsonLine {
  private static final double Z_95 = 1.959964;

  private final StringBuilder json = new StringBuilder("{");

  public JsonLine text(String key, String value) {
    json.append('"').append(key).append("\":\"").append(value).append("\",");
    return this;
  }

  /** What is no finite number is null. */
  public JsonLine number(String key, double value) {
    String shown = Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
    json.append('"').append(key).append("\":").append(shown).append(',');
    return this;
  }

  public JsonLine rate(String key, int hits, int of) {
    double share = (double) hits / of;
    double spread = Z_95 * Math.sqrt(share * (1 - share) / of + Z_95 * Z_95 / (4.0 * of * of));
    double centre = share + Z_95 * Z_95 / (2.0 * of);
    double scale = 1 + Z_95 * Z_95 / of;
    number(key, share);
    number(key + "Low", Math.max(0, (centre - spread) / scale));
    return number(key + "High", Math.min(1, (centre + spread) / scale));
  }

  public String end() {
    json.setCharAt(json.length() - 1, '}');
    return json.toString();
  }
}
