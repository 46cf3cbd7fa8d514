package io.blinktwice.app.installation;

import java.net.URI;
import java.nio.file.Path;

/**
 * Some roles of the control plane, to be run in a process of their own.
 *
 * @param name of the process and its log
 * @param roles as {@code server --roles} takes them
 * @param state where it keeps its stores
 */
public record RolesProcess(String name, String roles, int httpPort, Path state) {
  /** Base of its HTTP API. */
  public URI http() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }
}
