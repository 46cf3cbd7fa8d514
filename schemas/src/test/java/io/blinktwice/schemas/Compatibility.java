package io.blinktwice.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Whether two versions of a schema read each other, and lose nothing that has a meaning. */
final class Compatibility {
  private Compatibility() {}

  static List<String> problems(Schema current, Schema accepted) {
    List<String> problems = new ArrayList<>();
    reads(current, accepted, "the new schema cannot read old records: ", problems);
    reads(accepted, current, "old readers cannot read new records: ", problems);
    symbolsStay(current, accepted, problems);
    return problems;
  }

  private static void reads(Schema reader, Schema writer, String problem, List<String> problems) {
    SchemaCompatibility.SchemaPairCompatibility found =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (found.getType() != SchemaCompatibilityType.COMPATIBLE) {
      problems.add(problem + found.getResult().getIncompatibilities());
    }
  }

  /** Avro reads a removed symbol as the default: the record would say something else. */
  private static void symbolsStay(Schema current, Schema accepted, List<String> problems) {
    Map<String, Schema> now = Types.in(current);
    Types.in(accepted)
        .forEach(
            (name, before) -> {
              Schema after = now.get(name);
              if (after != null && before.getType() == Schema.Type.ENUM) {
                Set<String> gone = new HashSet<>(before.getEnumSymbols());
                gone.removeAll(after.getEnumSymbols());
                gone.forEach(symbol -> problems.add(name + " no longer has " + symbol));
              }
            });
  }
}
