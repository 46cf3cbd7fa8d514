package io.blinktwice.router.effect;

import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.ServerUser;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.proxy.Entrance;
import io.blinktwice.router.proxy.Visitor;
import io.blinktwice.runtime.access.FailedSignIns;
import io.blinktwice.runtime.access.Identity;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.SignIn;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who signs in as for the HTTP API: by API key or token, with the same rights and
 * workspaces. Running a job changes things, so it needs the role that telling of runs needs.
 */
public final class SignedEntrance implements Entrance {
  /** How a platform credential names a workspace. */
  static final String WORKSPACE = "x-workspace";

  static final String AUTHORIZATION = "authorization";

  private static final Logger LOG = LoggerFactory.getLogger(SignedEntrance.class);
  private static final int ADDRESSES_REMEMBERED = 10_000;

  private final SignIn signIn;
  private final InstantSource clock;
  private final FailedSignIns failures = new FailedSignIns(ADDRESSES_REMEMBERED);

  public SignedEntrance(SignIn signIn, InstantSource clock) {
    this.signIn = signIn;
    this.clock = clock;
  }

  @Override
  public Visitor admit(Metadata headers, @Nullable SocketAddress from) throws StatusException {
    Identity identity =
        switch (signIn.of(text(headers, AUTHORIZATION))) {
          case SignIn.Outcome.Known(Identity known) -> known;
          case SignIn.Outcome.Missing _ -> throw unknown(from, "no credential");
          case SignIn.Outcome.Refused(String why) -> throw unknown(from, why);
        };
    if (!identity.right().covers(Right.OPERATE)) {
      RouterMetrics.SIGN_INS.increment("forbidden");
      throw refusal(
          Status.PERMISSION_DENIED,
          "running jobs needs the role operate, the credential has " + identity.right().word());
    }
    WorkspaceId workspace = workspace(identity, text(headers, WORKSPACE));
    return new Visitor(workspace, ServerUser.of(workspace, identity.actor()), identity.actor());
  }

  private static WorkspaceId workspace(Identity identity, @Nullable String named)
      throws StatusException {
    WorkspaceId workspace;
    try {
      workspace =
          identity
              .scope()
              .workspace(named)
              .orElseThrow(
                  () ->
                      refusal(
                          Status.PERMISSION_DENIED,
                          "this credential is for the workspace %s alone; leave out %s"
                              .formatted(identity.scope().text(), WORKSPACE)));
    } catch (InvalidIdentifier e) {
      throw refusal(
          Status.INVALID_ARGUMENT, "'" + WORKSPACE + "' cannot be used: " + e.getMessage());
    }
    if (!workspace.value().chars().allMatch(letter -> letter >= ' ' && letter <= '~')) {
      throw refusal(
          Status.FAILED_PRECONDITION,
          "the name of this workspace has letters that no header can carry, so its runs cannot be asked about");
    }
    return workspace;
  }

  private StatusException unknown(@Nullable SocketAddress from, String why) {
    String address =
        from instanceof InetSocketAddress inet ? inet.getHostString() : String.valueOf(from);
    RouterMetrics.SIGN_INS.increment("refused");
    if (failures.isTooMany(address, clock.instant())) {
      return refusal(Status.UNAUTHENTICATED, "too many failed sign-ins; wait a minute");
    }
    LOG.atWarn()
        .addKeyValue("address", address)
        .addKeyValue("why", why)
        .log("Somebody did not get into the gateway");
    return refusal(
        Status.UNAUTHENTICATED,
        "sign in with an API key or a token of this installation's issuer: ;token=… in the connection string, or the header authorization: Bearer …");
  }

  private static @Nullable String text(Metadata headers, String name) {
    return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }

  private static StatusException refusal(Status status, String sentence) {
    return status.withDescription(sentence).asException();
  }
}
