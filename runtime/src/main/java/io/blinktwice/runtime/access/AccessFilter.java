package io.blinktwice.runtime.access;

import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.http.RequestIds;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who may come in: signs callers in, holds them to their rights, and keeps the trail. */
@ServerFilter("/**")
@Order(AccessFilter.ORDER)
final class AccessFilter {
  /** After the checks that need no credential. */
  static final int ORDER = 100;

  private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);
  private static final int ADDRESSES_REMEMBERED = 10_000;
  private static final String CHALLENGE = "Bearer realm=\"blinktwice\"";

  private final SignIn signIn;
  private final Changes changes;
  private final Clock clock = Clock.systemUTC();
  private final FailedSignIns failures = new FailedSignIns(ADDRESSES_REMEMBERED);

  AccessFilter(SignIn signIn, Optional<AuditTrail> trail) {
    this.signIn = signIn;
    this.changes = new Changes(trail, clock);
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  void enter(HttpRequest<?> request) {
    Optional<RouteInfo<?>> route = RouteAttributes.getRouteInfo(request);
    if (route.isPresent() && Requirement.of(route.get()).right() == Right.NONE) {
      return;
    }
    Identity identity =
        switch (signIn.of(request)) {
          case SignIn.Outcome.Known(Identity known) -> known;
          case SignIn.Outcome.Missing missing -> throw unknown(request, "no credential");
          case SignIn.Outcome.Refused(String why) -> throw unknown(request, why);
        };
    Caller caller = Caller.choosing(identity, request.getHeaders().get(Caller.WORKSPACE_HEADER));
    if (route.isPresent()) {
      caller.enter(request);
      Requirement needed = Requirement.of(route.get());
      changes.begin(request, caller, needed);
      try {
        requireRight(caller, needed);
      } catch (ProblemException e) {
        changes.end(request, e.status().getCode()); // Nobody tells a filter of its own refusals.
        throw e;
      }
      changes.requireWritten(request);
    }
  }

  @ResponseFilter
  void leave(HttpRequest<?> request, HttpResponse<?> response) {
    changes.end(request, response.code());
  }

  private ProblemException unknown(HttpRequest<?> request, String why) {
    String address = RequestIds.addressOf(request);
    if (failures.isTooMany(address, clock.instant())) {
      return new ProblemException(
              HttpStatus.TOO_MANY_REQUESTS, "too many failed sign-ins; wait a minute")
          .withHeader(HttpHeaders.RETRY_AFTER, "60");
    }
    LOG.atWarn()
        .addKeyValue("address", address)
        .addKeyValue("request", RequestIds.of(request))
        .addKeyValue("why", why)
        .log("Somebody did not get in");
    return new ProblemException(
            HttpStatus.UNAUTHORIZED,
            "sign in with the header Authorization: Bearer, and an API key or a token of this installation's issuer")
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
  }

  private static void requireRight(Caller caller, Requirement needed) {
    Right has = caller.identity().right();
    if (!has.covers(needed.right())) {
      throw forbidden(
          "this needs the role %s, the credential has %s"
              .formatted(needed.right().word(), has.word()));
    }
    if (needed.platform() && !caller.isPlatform()) {
      throw forbidden(
          "this is about all workspaces: it needs a platform credential, not that of one workspace");
    }
  }

  private static ProblemException forbidden(String detail) {
    return new ProblemException(HttpStatus.FORBIDDEN, detail)
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"insufficient_scope\"");
  }
}
