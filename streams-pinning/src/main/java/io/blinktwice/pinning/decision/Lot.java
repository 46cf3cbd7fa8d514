package io.blinktwice.pinning.decision;

import io.blinktwice.contract.DecisionId;

/** Draws by hash: uniform in [0, 1), the same whenever it is drawn again from the same inputs. */
final class Lot {
  private static final int HEX_DIGITS = 13;
  private static final double RANGE = 0x1.0p52;

  private Lot() {}

  static double draw(String purpose, String... inputs) {
    String id = DecisionId.of("lot", purpose, inputs).value();
    int start = id.length() - 2 * HEX_DIGITS;
    return Long.parseLong(id, start, start + HEX_DIGITS, 16) / RANGE;
  }
}
