package io.blinktwice.schemas;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** The named types of a schema, in the order in which they are first met. */
final class Types {
  private Types() {}

  static Map<String, Schema> in(Schema schema) {
    Map<String, Schema> seen = new LinkedHashMap<>();
    collect(schema, seen);
    return seen;
  }

  private static void collect(Schema schema, Map<String, Schema> seen) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema(), seen));
        }
      }
      case UNION -> schema.getTypes().forEach(type -> collect(type, seen));
      case ARRAY -> collect(schema.getElementType(), seen);
      case MAP -> collect(schema.getValueType(), seen);
      case ENUM -> seen.put(schema.getFullName(), schema);
      default -> {}
    }
  }
}
