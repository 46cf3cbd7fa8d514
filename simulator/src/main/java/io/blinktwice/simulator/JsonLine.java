package io.blinktwice.simulator;

import java.util.Locale;

/** One JSON object on one line, of texts, numbers and rates with Wilson's 95 % interval. */
public final class JsonLine {
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
    Wilson interval = Wilson.of(hits, of);
    number(key, (double) hits / of);
    number(key + "Low", interval.low());
    return number(key + "High", interval.high());
  }

  public String end() {
    json.setCharAt(json.length() - 1, '}');
    return json.toString();
  }
}
