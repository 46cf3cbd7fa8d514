package io.blinktwice.contract;

import java.util.HexFormat;

/** Names a decision by what it was made from, so that a repetition is recognised, not repeated. */
public record DecisionId(String value) {
  private static final int BYTES = 16;

  /** The kind keeps decisions of different kinds apart; inputs are everything that mattered. */
  public static DecisionId of(String kind, String ruleVersion, String... inputs) {
    String[] parts = new String[inputs.length + 3];
    parts[0] = "blinktwice/decision1";
    parts[1] = kind;
    parts[2] = ruleVersion;
    System.arraycopy(inputs, 0, parts, 3, inputs.length);
    return new DecisionId(kind + "-" + HexFormat.of().formatHex(Sha256.of(parts), 0, BYTES));
  }

  @Override
  public String toString() {
    return value;
  }
}
