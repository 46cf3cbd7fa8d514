package io.blinktwice.listener;

import java.util.List;

/** Writes one JSON object on one line; Spark's own JSON library differs from version to version. */
final class JsonLine {
  private final StringBuilder text = new StringBuilder("{");

  JsonLine put(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  JsonLine put(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  /** A share: Java's own notation of a finite number is JSON's, too. */
  JsonLine put(String name, double value) {
    name(name);
    text.append(Double.isFinite(value) ? value : 0);
    return this;
  }

  JsonLine put(String name, JsonLine object) {
    name(name);
    text.append(object.done());
    return this;
  }

  JsonLine put(String name, List<JsonLine> objects) {
    name(name);
    text.append('[');
    for (int i = 0; i < objects.size(); i++) {
      text.append(i == 0 ? "" : ",").append(objects.get(i).done());
    }
    text.append(']');
    return this;
  }

  private void name(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(name);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  String done() {
    return text + "}";
  }
}
