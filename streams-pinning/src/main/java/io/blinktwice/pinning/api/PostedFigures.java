package io.blinktwice.pinning.api;

import io.blinktwice.events.RunMetrics;
import io.blinktwice.runtime.http.Fields;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** What an attempt used, by the names that its record has. */
final class PostedFigures {
  private static final String COMPLETE = "complete";
  private static final String INCOMPARABLE = "incomparable";
  private static final String OPERATIONS = "operations";
  private static final Set<String> KNOWN =
      RunMetrics.getClassSchema().getFields().stream()
          .map(Schema.Field::name)
          .collect(Collectors.toUnmodifiableSet());
  private static final int MOST_INCOMPARABLE = 32;
  private static final int LONGEST_NAME = 64;

  private PostedFigures() {}

  static Optional<RunMetrics> of(Fields event) {
    return event.inner("measured", KNOWN).map(PostedFigures::figures);
  }

  private static RunMetrics figures(Fields said) {
    RunMetrics figures = RunMetrics.newBuilder().build();
    for (Schema.Field field : RunMetrics.getClassSchema().getFields()) {
      switch (field.name()) {
        case COMPLETE -> figures.setComplete(said.flag(COMPLETE));
        case INCOMPARABLE ->
            figures.setIncomparable(said.texts(INCOMPARABLE, MOST_INCOMPARABLE, LONGEST_NAME));
        case OPERATIONS ->
            figures.setOperations(
                Math.toIntExact(said.whole(OPERATIONS, 0, Integer.MAX_VALUE).orElse(0)));
        default ->
            said.whole(field.name(), 0, Long.MAX_VALUE)
                .ifPresent(value -> figures.put(field.pos(), value));
      }
    }
    return figures;
  }
}
