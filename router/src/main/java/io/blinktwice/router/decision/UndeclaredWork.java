package io.blinktwice.router.decision;

import io.blinktwice.contract.SecretRedaction;
import io.blinktwice.contract.WorkloadIdentity;
import java.util.List;
import java.util.Map;

/**
 * What a session is recognised by whose client declared no workload: its user, its client's program
 * and the shape of the first plan that it ran.
 *
 * @param properties the same for people to read, bounded and without secrets
 */
public record UndeclaredWork(WorkloadIdentity.PlanShape identity, Map<String, String> properties) {
  private static final int LONGEST_SHOWN = 1_000;

  /** Where the versions begin that official clients add to their program's name. */
  private static final String VERSIONS = " spark/";

  public UndeclaredWork {
    properties = Map.copyOf(properties);
  }

  /**
   * @param clientType as the client names itself: a newer version of it is the same client
   */
  public static UndeclaredWork of(String user, String clientType, List<String> words) {
    int versions = clientType.indexOf(VERSIONS);
    String client = (versions < 0 ? clientType : clientType.substring(0, versions)).strip();
    WorkloadIdentity.PlanShape identity = WorkloadIdentity.PlanShape.of(user, client, words);
    return new UndeclaredWork(
        identity,
        Map.of(
            "planShape", identity.hash(),
            "user", shown(user),
            "client", shown(client),
            "plan", shown(String.join(" ", words))));
  }

  private static String shown(String text) {
    String told = SecretRedaction.redact(text);
    return told.length() <= LONGEST_SHOWN ? told : told.substring(0, LONGEST_SHOWN) + "…";
  }
}
