package io.blinktwice.router.proxy;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Says where a call goes, and is told what becomes of it. */
public interface CallRouting {

  /**
   * A call that came in; its first message is still to be looked at.
   *
   * @param share what its workspace has of this gateway
   * @param account what is told of it once it is over
   */
  record Arrival(
      String method,
      Metadata headers,
      ClientConnection connection,
      Visitor visitor,
      WorkspaceShares.Share share,
      CallAccount account) {}

  /** Who waits for a call's answer. */
  interface Client {
    /** Completes when it left, or its deadline is over. */
    CompletableFuture<Void> left();

    /** Gets a message before any of a server's; must not wait. */
    void tell(byte[] message);
  }

  /** How the server's side of a call ended; {@code answered} when the server itself said so. */
  record ServerEnd(Status status, Metadata trailers, boolean answered) {}

  /**
   * Runs once per call on a thread of its own, which may wait.
   *
   * @throws StatusException what the client is told instead
   */
  Forwarding route(Arrival arrival, byte[] firstMessage, Client client) throws StatusException;

  /** What follows when a server's side of a call has ended. */
  sealed interface Aftermath {
    /** The client gets this. */
    record Over(Status status, Metadata trailers) implements Aftermath {}

    /**
     * The client is told nothing yet: perhaps the call goes elsewhere. Asked on a thread that may
     * wait.
     */
    record PerhapsAgain(Status otherwise, Metadata trailers, Again again) implements Aftermath {}
  }

  /** Takes a call away from the server that has it. */
  interface Interruption {
    /**
     * The server hears that its call is over, the client nothing: it is found another way.
     *
     * @param otherwise what the client is told if there is none
     * @return whether it was still under way there
     */
    boolean instead(Again again, Status otherwise, Metadata trailers);
  }

  /** Finds another way for a call whose client has not got any result yet. */
  interface Again {
    /** Empty when what the client has been spared so far has to be told after all. */
    Optional<Forwarding> find() throws InterruptedException;
  }

  /** One call on its way to a server; methods are called before the client can notice. */
  interface Forwarding {
    Channel channel();

    /** It is under way; through this it can be taken away from its server. */
    default void underWay(Interruption interruption) {}

    /** The method that is called there, without its service. */
    String method();

    /** What the server gets to see of the client's headers. */
    Metadata headers();

    /**
     * The first message as the server gets it; asked for once and not kept by the caller, because a
     * call may last for hours.
     */
    byte[] takeRequest();

    /**
     * A later message of the client's, as the server gets it.
     *
     * @throws Unusable the call ends with this
     */
    byte[] sent(byte[] message);

    /** What the client gets in place of this message of the server's; nothing when it is null. */
    byte @Nullable [] answered(byte[] message);

    Aftermath ended(ServerEnd end);

    /** The client cancelled the call, or its connection broke. */
    void clientLeft(boolean connectionLost);
  }

  /** Ends a call from inside a {@link Forwarding}: a message of either side cannot be used. */
  final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Status status;
    private final transient Metadata trailers;

    public Unusable(Status status, Metadata trailers) {
      super(status.getDescription(), null, false, false);
      this.status = status;
      this.trailers = trailers;
    }

    Status status() {
      return status;
    }

    Metadata trailers() {
      return trailers;
    }
  }
}
