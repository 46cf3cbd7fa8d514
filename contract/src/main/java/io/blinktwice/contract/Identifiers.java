package io.blinktwice.contract;

import java.text.Normalizer;

/** The rules that every id given by people or programs obeys, in one place. */
final class Identifiers {
  /** Long enough for any scheduler's composite id, short enough to be a Kafka key part. */
  static final int MAX_LENGTH = 512;

  private Identifiers() {}

  /** The id in Unicode NFC, so that two spellings of the same letters are one id. */
  static String normalized(String what, String text) {
    return isPlain(text) ? text : normalizedFully(what, text);
  }

  /** Nearly every id is: printable ASCII is in NFC, and needs no second look. */
  private static boolean isPlain(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    boolean blank = true;
    for (int at = 0; at < length; at++) {
      char letter = text.charAt(at);
      if (letter < ' ' || letter > '~') {
        return false;
      }
      blank &= letter == ' ';
    }
    return !blank;
  }

  private static String normalizedFully(String what, String text) {
    String id = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (id.isBlank()) {
      throw new InvalidIdentifier("the " + what + " is empty");
    }
    if (id.codePointCount(0, id.length()) > MAX_LENGTH) {
      throw new InvalidIdentifier("the " + what + " has more than " + MAX_LENGTH + " characters");
    }
    if (id.codePoints().anyMatch(Identifiers::forbidden)) {
      throw new InvalidIdentifier(
          "the " + what + " contains a control character or an unpaired surrogate");
    }
    return id;
  }

  private static boolean forbidden(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
