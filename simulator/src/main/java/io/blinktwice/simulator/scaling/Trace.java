package io.blinktwice.simulator.scaling;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded series of {@code timestamp,value} lines, as NAB has them.
 *
 * @param secondsEach from one value to the next
 */
record Trace(int secondsEach, double[] values) {
  private static final int FEWEST = 48;
  private static final int MOST = 1_000_000;

  /** What is wrong with the file is said with the line. */
  static Trace of(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no text", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the trace cannot be read: " + file, e);
    }
    List<LocalDateTime> times = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (!line.isEmpty() && !(number == 1 && line.startsWith("timestamp"))) {
        row(file, number, line, times, values);
      }
    }
    if (values.size() < FEWEST || values.size() > MOST) {
      throw new IllegalArgumentException(
          "%s has %d values; a trace has %d to %,d".formatted(file, values.size(), FEWEST, MOST));
    }
    return new Trace(step(file, times), values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void row(
      Path file, int number, String line, List<LocalDateTime> times, List<Double> values) {
    String[] cells = line.split(",", -1);
    try {
      double value = Double.parseDouble(cells[1].strip());
      if (cells.length != 2 || !(value >= 0) || Double.isInfinite(value)) {
        throw new NumberFormatException(cells[1]);
      }
      times.add(LocalDateTime.parse(cells[0].strip().replace(' ', 'T')));
      values.add(value);
    } catch (NumberFormatException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "%s, line %d: a line is a time and a number from 0 up, such as 2014-07-01 00:00:00,108"
              .formatted(file, number),
          e);
    }
  }

  /** The usual distance: a trace may have holes. */
  private static int step(Path file, List<LocalDateTime> times) {
    List<Long> steps = new ArrayList<>();
    for (int at = 1; at < times.size(); at++) {
      steps.add(Duration.between(times.get(at - 1), times.get(at)).toSeconds());
    }
    long step = steps.stream().sorted().toList().get(steps.size() / 2);
    if (step < Load.TICK_SECONDS || step > 86_400) {
      throw new IllegalArgumentException(
          "%s: values are %d s apart; it should be 5 s to a day".formatted(file, step));
    }
    return (int) step;
  }
}
