package io.blinktwice.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A person at a terminal, with one control plane. */
record Terminal(URI api) {
  /** What a command said, and its exit code. */
  record Seen(int exit, String text) {}

  Seen say(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--api=" + api);
    Process process = Workshop.program(all.toArray(String[]::new)).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Seen(process.waitFor(), text);
  }
}
