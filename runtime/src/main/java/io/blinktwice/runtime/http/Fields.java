package io.blinktwice.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a request's body; what is wrong with them is gathered, not thrown. */
public final class Fields {
  private static final int LONGEST_TIME = 40;
  private static final int LONGEST_WORD = 40;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private final JsonNode object;
  private final List<String> problems;

  /** Of a body that has no other fields than this record has. */
  public Fields(JsonNode object, Class<? extends Record> shape) {
    this(object, names(shape), new ArrayList<>());
  }

  private static Set<String> names(Class<? extends Record> shape) {
    return Arrays.stream(shape.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }

  private Fields(JsonNode object, Set<String> known, List<String> problems) {
    this.object = object;
    this.problems = problems;
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add("there is no field '%s' here".formatted(shown(name)));
              }
            });
  }

  public List<String> problems() {
    return List.copyOf(problems);
  }

  public void wrong(String sentence) {
    problems.add(sentence);
  }

  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** An absent text is empty; so is a wrong one, beside its problem. */
  public Optional<String> text(String name, int maxLength) {
    if (!has(name)) {
      return Optional.empty();
    }
    return usable(name, object.get(name), maxLength);
  }

  /** A text of any length and with any characters, for one that is cut and cleaned later. */
  public Optional<String> prose(String name) {
    if (has(name) && !object.get(name).isTextual()) {
      problems.add("'%s' is a text".formatted(name));
    }
    return Optional.ofNullable(object.path(name).textValue());
  }

  public OptionalDouble number(String name) {
    if (!has(name)) {
      return OptionalDouble.empty();
    }
    if (!object.get(name).isNumber()) {
      problems.add("'%s' is a number".formatted(name));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(object.get(name).doubleValue());
  }

  /** Whether it is so; no where nothing is said. */
  public boolean flag(String name) {
    if (has(name) && !object.get(name).isBoolean()) {
      problems.add("'%s' is true or false".formatted(name));
    }
    return object.path(name).asBoolean(false);
  }

  /** A whole number between two bounds, both allowed. */
  public OptionalLong whole(String name, long least, long most) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    JsonNode value = object.get(name);
    if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
      problems.add("'%s' is a whole number".formatted(name));
      return OptionalLong.empty();
    }
    if (value.longValue() < least || value.longValue() > most) {
      problems.add("'%s' lies between %d and %d".formatted(name, least, most));
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.longValue());
  }

  /** A time as ISO 8601 has it, in UTC. */
  public Optional<Instant> time(String name) {
    Optional<String> text = text(name, LONGEST_TIME);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      problems.add("'%s' is a time such as 2026-01-02T03:04:05Z".formatted(name));
      return Optional.empty();
    }
  }

  /** One of some words, in upper or lower case. */
  public <E extends Enum<E>> Optional<E> word(String name, Set<E> words) {
    Optional<String> said = text(name, LONGEST_WORD);
    Optional<E> found =
        said.flatMap(
            text -> words.stream().filter(word -> word.name().equalsIgnoreCase(text)).findFirst());
    if (said.isPresent() && found.isEmpty()) {
      problems.add(
          "'%s' is one of %s"
              .formatted(
                  name,
                  words.stream()
                      .map(word -> word.name().toLowerCase(Locale.ROOT))
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return found;
  }

  /** What the text says once it is understood; what cannot be is told with its own sentence. */
  public <T> Optional<T> understood(String name, int maxLength, Function<String, T> reading) {
    try {
      return text(name, maxLength).map(reading);
    } catch (IllegalArgumentException e) {
      problems.add("'%s': %s".formatted(name, e.getMessage()));
      return Optional.empty();
    }
  }

  /** The fields of an object in this one; their problems are told here. */
  public Optional<Fields> inner(String name, Set<String> known) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!object.get(name).isObject()) {
      problems.add("'%s' is an object".formatted(name));
      return Optional.empty();
    }
    return Optional.of(new Fields(object.get(name), known, problems));
  }

  /** The same of one that has no other fields than this record has. */
  public Optional<Fields> inner(String name, Class<? extends Record> shape) {
    return inner(name, names(shape));
  }

  /** The fields of each object in a list. */
  public List<Fields> inners(String name, int maxSize, Class<? extends Record> shape) {
    List<Fields> inners = new ArrayList<>();
    if (has(name) && !object.get(name).isArray()) {
      problems.add("'%s' is a list of objects".formatted(name));
    } else if (has(name) && object.get(name).size() > maxSize) {
      problems.add("'%s' has more than %d entries".formatted(name, maxSize));
    } else if (has(name)) {
      for (JsonNode element : object.get(name)) {
        if (element.isObject()) {
          inners.add(new Fields(element, names(shape), problems));
        } else {
          problems.add("'%s' is a list of objects".formatted(name));
        }
      }
    }
    return inners;
  }

  /** Ends the request if anything is wrong with it. */
  public void refuseProblems() {
    if (!problems.isEmpty()) {
      throw ProblemException.invalid(problems);
    }
  }

  public Map<String, String> textsByName(String name, int maxSize, int maxLength) {
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

  public List<String> texts(String name, int maxSize, int maxLength) {
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
  public static String shown(String name) {
    String printable = CONTROL.matcher(name).replaceAll("?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
  }
}
