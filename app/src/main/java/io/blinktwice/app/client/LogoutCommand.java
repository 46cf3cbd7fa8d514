package io.blinktwice.app.client;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code logout}: ends what {@code login} began. */
@Command(
    name = "logout",
    description =
        "Forgets what 'login' got, after it was given back where the issuer takes it back.",
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LogoutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;

  @Override
  public Integer call() throws Exception {
    String context = api.context().name();
    KeptSignIns kept = new KeptSignIns(System.getenv());
    Optional<SignedIn> known = kept.find(context);
    if (known.isEmpty()) {
      spec.commandLine().getOut().println("You were not signed in");
      return ClientExit.OK;
    }
    kept.forget(context);
    boolean back = isGivenBack(known.get());
    spec.commandLine()
        .getOut()
        .println(
            back
                ? "You are signed out"
                : "You are signed out here; what was given ends at the issuer by itself");
    return ClientExit.OK;
  }

  /**
   * The newest that can be asked for with it, too: that is what a refresh token is given back for.
   */
  private static boolean isGivenBack(SignedIn known) throws InterruptedException {
    try {
      Optional<URI> endpoint = Issuer.discover(known.issuer()).revocation();
      return endpoint.isPresent()
          && Issuer.post(
                  endpoint.get(),
                  Map.of(
                      "token",
                      known.refresh().orElse(known.token()),
                      "client_id",
                      known.clientId()))
              .isGood();
    } catch (ApiRefused | IOException e) {
      return false;
    }
  }
}
