package io.blinktwice.runtime.serde;

/** What a registry's refusal means, for people. */
public final class RegistryTrouble {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private RegistryTrouble() {}

  public static String of(int status, String message) {
    String said = message.isEmpty() ? "" : " (" + message + ")";
    return switch (status) {
      case UNAUTHORIZED ->
          "the registry refuses our credentials%s; correct basic.auth.user.info or bearer.auth.token"
              .formatted(said);
      case FORBIDDEN -> "the registry gives us no right to this%s".formatted(said);
      case NOT_FOUND ->
          "there is no Confluent-compatible API at this address%s; Apicurio's is below /apis/ccompat/v7"
              .formatted(said);
      default -> "the registry answered with status %d%s".formatted(status, said);
    };
  }
}
