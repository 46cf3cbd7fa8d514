package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code login}: signs a person in by OpenID Connect, with a browser on any machine. */
@Command(
    name = "login",
    description = {
      "Signs you in by your OpenID Connect issuer: it shows an address and a code, and waits until you",
      "have entered the code there, in a browser of any machine (device flow, RFC 8628). What it gets",
      "is kept in ~/.config/blinktwice/signed-in, for you alone, is sent to this control plane alone,",
      "and is renewed as long as the issuer does that. API keys need no sign-in."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LoginCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description =
          "The issuer, as the control plane's blinktwice.access.token.issuer; else the context's.")
  private Optional<String> issuer;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "What the issuer knows this program as; else the context's.")
  private Optional<String> clientId;

  @Option(
      names = "--scope",
      paramLabel = "WORDS",
      defaultValue = "openid profile offline_access",
      description = "What is asked for: ${DEFAULT-VALUE}.")
  private String scope;

  @Option(
      names = "--audience",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Who the token is for, where the issuer wants to be told.")
  private String audience;

  @Override
  public Integer call() throws Exception {
    Contexts.Context context = api.context();
    URI address = api.address(context);
    String from = issuer.or(context::issuer).orElseThrow(() -> missing("--issuer"));
    String as = clientId.or(context::clientId).orElseThrow(() -> missing("--client-id"));
    Issuer.secure(address.toString(), "a control plane that people sign in to");
    DeviceFlow flow = new DeviceFlow(Issuer.discover(from), as, Thread::sleep);
    JsonNode answer = flow.signIn(scope, audience, this::tell);
    SignedIn signedIn = SignedIn.of(address.toString(), from, as, answer, Instant.now());
    JsonNode me = me(address, signedIn);
    new KeptSignIns(System.getenv()).keep(context.name(), signedIn);
    tell(
        "You are %s at %s and may %s, until %s%s"
            .formatted(
                Issuer.printable(me.path("actor").asText()),
                address,
                Issuer.printable(me.path("right").asText()),
                signedIn.expiresAt(),
                signedIn.refresh().isPresent() ? "; it is renewed by itself" : ""));
    return ClientExit.OK;
  }

  /** A token that the control plane does not take is not kept. */
  private static JsonNode me(URI address, SignedIn signedIn) throws Exception {
    try (ApiClient client = ApiClient.as(address, signedIn.token())) {
      return client.get("/v1/me").body();
    }
  }

  private void tell(String sentence) {
    spec.commandLine().getOut().println(sentence);
    spec.commandLine().getOut().flush();
  }

  private ParameterException missing(String option) {
    return new ParameterException(
        spec.commandLine(), "say " + option + ", or write it into the context");
  }
}
