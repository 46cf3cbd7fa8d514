package io.blinktwice.classifier.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a text in small letters, in one pass; digits become {@code #}, and addresses, paths
 * and ids are no words.
 */
final class Words {
  private static final int MOST = 260;
  private static final int SHORTEST = 2;
  private static final int LONGEST = 40;
  private static final int DIGITS_OF_AN_ID = 3;

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int numbers;

  private Words(String text) {
    this.text = text;
  }

  static List<String> of(String text) {
    Words words = new Words(text);
    words.read();
    return words.words;
  }

  private void read() {
    int at = 0;
    while (at < text.length() && words.size() < MOST) {
      int end = at;
      while (end < text.length() && text.charAt(end) > ' ') {
        end++;
      }
      if (end > at && !isPlace(at, end)) {
        take(at, end);
      }
      at = end + 1;
    }
  }

  /** An address, or a path from the root. */
  private boolean isPlace(int from, int to) {
    boolean address = text.indexOf("://", from, to) >= 0;
    return address || text.charAt(from) == '/' && text.indexOf('/', from + 1, to) >= 0;
  }

  private void take(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z' || c == '_') {
        word.append(c);
      } else if (c >= 'A' && c <= 'Z') {
        word.append((char) (c + ('a' - 'A')));
      } else if (c >= '0' && c <= '9') {
        number();
      } else {
        end();
      }
    }
    end();
  }

  private void number() {
    if (word.isEmpty() || word.charAt(word.length() - 1) != '#') {
      word.append('#');
      numbers++;
    }
  }

  private void end() {
    if (word.length() >= SHORTEST && word.length() <= LONGEST && numbers < DIGITS_OF_AN_ID) {
      words.add(word.toString());
    }
    word.setLength(0);
    numbers = 0;
  }
}
