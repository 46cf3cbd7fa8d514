package io.blinktwice.schemas;

import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts and numbers as YAML; every text in quotes, as JSON has them. */
final class Yaml {
  private final StringBuilder out = new StringBuilder();

  private Yaml() {}

  static String of(Map<String, ?> document) {
    Yaml yaml = new Yaml();
    yaml.map(document, "");
    return yaml.out.toString();
  }

  private void map(Map<?, ?> map, String indent) {
    map.forEach(
        (key, value) -> {
          out.append(indent).append(key(String.valueOf(key))).append(':');
          value(value, indent + "  ");
        });
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      map(map, indent);
    } else if (value instanceof List<?> list) {
      out.append('\n');
      list.forEach(item -> out.append(indent).append("- ").append(scalar(item)).append('\n'));
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static String key(String key) {
    return key.matches("[A-Za-z][A-Za-z0-9_.-]*") ? key : scalar(key);
  }

  private static String scalar(Object value) {
    return value instanceof String text
        ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : String.valueOf(value);
  }
}
