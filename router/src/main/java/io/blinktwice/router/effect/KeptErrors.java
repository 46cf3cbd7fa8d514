package io.blinktwice.router.effect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What servers told of failures, until the clients ask for it; each once. The oldest go first where
 * there is too much. Belongs to the lock of its session.
 */
final class KeptErrors {
  private static final int MOST = 8;
  private static final int LARGEST = 256 * 1024;

  private final Map<String, byte[]> answers = new LinkedHashMap<>();

  void keep(String errorId, byte[] answer) {
    if (answer.length <= LARGEST) {
      answers.put(errorId, answer);
    }
    if (answers.size() > MOST) {
      answers.remove(answers.keySet().iterator().next());
    }
  }

  Optional<byte[]> take(String errorId) {
    return Optional.ofNullable(answers.remove(errorId));
  }

  void forget() {
    answers.clear();
  }
}
