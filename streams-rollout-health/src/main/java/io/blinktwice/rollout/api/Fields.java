package io.blinktwice.rollout.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a request's body; what is wrong with them is gathered, not thrown. */
final class Fields {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private final JsonNode object;
  private final List<String> problems = new ArrayList<>();

  /** Of a body that has no other fields than this record has. */
  Fields(JsonNode object, Class<? extends Record> shape) {
    this.object = object;
    Set<String> known =
        Arrays.stream(shape.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add("there is no field '%s' here".formatted(shown(name)));
              }
            });
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  void wrong(String sentence) {
    problems.add(sentence);
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** An absent text is empty; so is a wrong one, beside its problem. */
  Optional<String> text(String name, int maxLength) {
    if (!has(name)) {
      return Optional.empty();
    }
    return usable(name, object.get(name), maxLength);
  }

  OptionalDouble number(String name) {
    if (!has(name)) {
      return OptionalDouble.empty();
    }
    if (!object.get(name).isNumber()) {
      problems.add("'%s' is a number".formatted(name));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(object.get(name).doubleValue());
  }

  Map<String, String> textsByName(String name, int maxSize, int maxLength) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (has(name) && !object.get(name).isObject()) {
      problems.add("'%s' is an object of texts".formatted(name));
    } else if (has(name) && object.get(name).size() > maxSize) {
      problems.add("'%s' has more than %d entries".formatted(name, maxSize));
    } else if (has(name)) {
      for (Map.Entry<String, JsonNode> entry : object.get(name).properties()) {
        usable(name + "." + shown(entry.getKey()), entry.getValue(), maxLength)
            .ifPresent(text -> texts.put(entry.getKey(), text));
      }
    }
    return texts;
  }

  List<String> texts(String name, int maxSize, int maxLength) {
    List<String> texts = new ArrayList<>();
    if (has(name) && !object.get(name).isArray()) {
      problems.add("'%s' is a list of texts".formatted(name));
    } else if (has(name) && object.get(name).size() > maxSize) {
      problems.add("'%s' has more than %d entries".formatted(name, maxSize));
    } else if (has(name)) {
      for (JsonNode element : object.get(name)) {
        usable(name, element, maxLength).ifPresent(texts::add);
      }
    }
    return texts;
  }

  private Optional<String> usable(String name, JsonNode value, int maxLength) {
    if (!value.isTextual()) {
      problems.add("'%s' is a text".formatted(name));
    } else if (value.textValue().length() > maxLength) {
      problems.add("'%s' has more than %d characters".formatted(name, maxLength));
    } else if (CONTROL.matcher(value.textValue()).find()) {
      problems.add("'%s' contains a control character".formatted(name));
    } else {
      return Optional.of(value.textValue());
    }
    return Optional.empty();
  }

  /** A name that a stranger chose, fit for a sentence. */
  static String shown(String name) {
    String printable = CONTROL.matcher(name).replaceAll("?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
  }
}
