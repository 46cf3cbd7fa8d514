package io.blinktwice.lifeline;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Starts another main class that lives only as long as the pipe on standard input.
 *
 * <p>The parent keeps the writing end open and never writes. When the parent ends, in order or by
 * {@code kill -9}, the kernel closes the pipe, the child reads end-of-file and shuts down: no
 * process is left behind, without process groups, init systems or pid files.
 */
public final class Lifeline {
  private static final long GRACE_MILLIS = 10_000;

  private Lifeline() {}

  /** {@code Lifeline some.Main arguments…} */
  public static void main(String[] args) throws Throwable {
    if (args.length == 0) {
      System.err.println("usage: Lifeline MAIN_CLASS [ARGUMENT…]");
      System.exit(2);
    }
    leaveInterruptsToTheParent();
    holdOnTo(System.in);
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Ctrl-C reaches every process of a terminal; the parent stops its children in order. */
  private static void leaveInterruptsToTheParent() {
    Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
  }

  private static void holdOnTo(InputStream pipe) {
    Thread watcher = new Thread(() -> awaitEndOf(pipe), "lifeline");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void awaitEndOf(InputStream pipe) {
    try {
      while (pipe.read() >= 0) {
        // Nothing is ever said on this pipe; only its end matters.
      }
    } catch (IOException e) {
      System.err.println("lifeline: the pipe from the parent broke: " + e.getMessage());
    }
    // A shutdown hook that hangs must not keep the child alive without its parent.
    Thread last = new Thread(Lifeline::haltAfterGrace, "lifeline-halt");
    last.setDaemon(true);
    last.start();
    System.exit(0);
  }

  private static void haltAfterGrace() {
    try {
      Thread.sleep(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
