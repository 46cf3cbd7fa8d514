package io.blinktwice.app.letters;

import io.blinktwice.events.DeadLetter;
import java.util.Map;
import java.util.TreeMap;

/** A whole letter for people: where it came from, why it was set aside, and what it holds. */
public record LetterView(
    LetterSummary letter, Preview key, Preview value, Map<String, String> headers) {

  public static LetterView of(DeadLetter letter) {
    Map<String, String> headers = new TreeMap<>();
    letter.getHeaders().forEach((name, value) -> headers.put(name, Preview.of(value).text()));
    return new LetterView(
        LetterSummary.of(letter),
        Preview.of(letter.getKey()),
        Preview.of(letter.getValue()),
        headers);
  }
}
