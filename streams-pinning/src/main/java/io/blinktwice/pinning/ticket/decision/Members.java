package io.blinktwice.pinning.ticket.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of the ticket at hand. They are looked up one by one, because there may be a hundred
 * thousand of them.
 */
public interface Members {
  @Nullable Member find(String fingerprint);

  /** How many a tenant has. */
  int ofWorkspace(String workspace);

  /** The next ones in the order of fingerprints; from the first if nothing is given. */
  Page after(@Nullable String fingerprint, int limit);

  /** Some members, and whether there are more. */
  record Page(List<Member> members, boolean more) {
    public Page {
      members = List.copyOf(members);
    }
  }
}
