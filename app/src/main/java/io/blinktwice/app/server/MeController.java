package io.blinktwice.app.server;

import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.SignIn;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.InstantSource;

/** Whom a credential stands for: what a page asks before it offers anything. */
@Controller("/v1/me")
final class MeController {
  private final SignIn signIn;
  private final InstantSource clock = InstantSource.system();

  MeController(SignIn signIn) {
    this.signIn = signIn;
  }

  /**
   * Whom the caller's credential stands for.
   *
   * @param credential its id, never the credential itself
   * @param right view, operate or admin; each includes those before it
   * @param workspace that it acts in
   * @param platform whether it is for all workspaces
   * @param signIn whether anybody has to sign in here
   * @param now the server's clock, for those whose own is wrong
   */
  @Serdeable
  record Me(
      String actor,
      String credential,
      String right,
      String workspace,
      boolean platform,
      boolean signIn,
      Instant now) {}

  /**
   * Says whom the caller's credential stands for, and what it may do.
   *
   * @return the caller
   */
  @Get
  @Needs(Right.VIEW)
  Me me(HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    return new Me(
        caller.actor(),
        caller.identity().credential(),
        caller.identity().right().word(),
        caller.workspace().value(),
        caller.isPlatform(),
        signIn.isOn(),
        clock.instant());
  }
}
