package io.blinktwice.contract;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The stable id of a workload inside its workspace: an algorithm's name and 128 bits.
 *
 * <p>Algorithm {@code w1} takes the first 16 bytes of SHA-256 over the length-prefixed texts {@code
 * blinktwice/w1}, the kind of identity, the workspace and the identity itself. A new algorithm gets
 * a new name, so that old and new fingerprints never meet by accident.
 */
public record Fingerprint(String value) {
  private static final String ALGORITHM = "w1:";
  private static final String DOMAIN = "blinktwice/w1";
  private static final int BYTES = 16;

  public Fingerprint {
    if (!hasForm(value)) {
      throw new InvalidIdentifier("a fingerprint is 'w1:' and 32 hexadecimal digits in lower case");
    }
  }

  /** By hand: it is looked at with every record that names a workload. */
  private static boolean hasForm(String value) {
    if (value.length() != ALGORITHM.length() + 2 * BYTES || !value.startsWith(ALGORITHM)) {
      return false;
    }
    for (int at = ALGORITHM.length(); at < value.length(); at++) {
      char digit = value.charAt(at);
      if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /** For a workload whose owner named it. */
  public static Fingerprint ofExplicitId(WorkspaceId workspace, WorkloadId workload) {
    return of(workspace, new WorkloadIdentity.Named(workload));
  }

  public static Fingerprint of(WorkspaceId workspace, WorkloadIdentity identity) {
    String[] texts = texts(workspace, identity).toArray(String[]::new);
    return new Fingerprint(ALGORITHM + HexFormat.of().formatHex(Sha256.of(texts), 0, BYTES));
  }

  /** Everything that goes into the hash, in its order: what explains a fingerprint. */
  public static List<String> texts(WorkspaceId workspace, WorkloadIdentity identity) {
    List<String> texts = new ArrayList<>(identity.texts());
    texts.add(0, DOMAIN);
    texts.add(2, workspace.value());
    return List.copyOf(texts);
  }

  @Override
  public String toString() {
    return value;
  }
}
