package io.blinktwice.classifier.offline;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Reads failures as JSON lines and answers each with one line, in the same order, whatever a line
 * holds. Memory is bounded by the longest line that it takes.
 */
public final class OfflineClassifier {
  /** Far above what any rule looks at, so that a log that was sent whole is still answered. */
  static final int LONGEST_LINE = 16 << 20;

  private static final int BUFFER = 1 << 16;

  private final PrintStream out;
  private final StringBuilder line = new StringBuilder();
  private long number;
  private boolean tooLong;

  private OfflineClassifier(PrintStream out) {
    this.out = out;
  }

  /** Answers until the input ends; the exception means that it could not be read on. */
  public static void run(InputStream in, PrintStream out) throws IOException {
    // Bytes that are no UTF-8 become replacement characters: the rest of the text still says much.
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      new OfflineClassifier(out).answerAll(reader);
    } finally {
      out.flush();
    }
  }

  private void answerAll(Reader reader) throws IOException {
    char[] buffer = new char[BUFFER];
    for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          take(buffer, from, i);
          answerLine();
          from = i + 1;
        }
      }
      take(buffer, from, read);
      out.flush();
    }
    if (tooLong || !line.isEmpty()) {
      answerLine();
    }
  }

  private void take(char[] buffer, int from, int to) {
    tooLong |= line.length() + (to - from) > LONGEST_LINE;
    if (!tooLong) {
      line.append(buffer, from, to - from);
    }
  }

  private void answerLine() {
    number++;
    out.println(
        tooLong
            ? ClassifiedLine.error(
                null, number, "the line is longer than " + LONGEST_LINE + " characters")
            : ClassifiedLine.answer(line.toString(), number));
    line.setLength(0);
    tooLong = false;
  }
}
