package io.blinktwice.training.driven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drives one server after another through all cases, and appends what each failure said to a file.
 *
 * <p>What the file already has is not done again, so that a broken-off run goes on where it was.
 */
public final class Driving {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 250;
  private static final int LONGEST_TEXT = 4_000;
  private static final String PASSED = "";
  private static final String UNREACHABLE = "UNAVAILABLE";

  private final DrivenServer.Engines engines;
  private final Path file;
  private final Set<String> done = new HashSet<>();

  private Driving(DrivenServer.Engines engines, Path file) {
    this.engines = engines;
    this.file = file;
  }

  /** Makes what is missing in the file. */
  public static void into(Path file, Path java, Map<String, Path> jars) throws IOException {
    Path work = Files.createTempDirectory("driven");
    Driving driving = new Driving(new DrivenServer.Engines(java, jars, work), file);
    driving.remember();
    for (String version : jars.keySet()) {
      driving.drive(version);
    }
  }

  private void remember() throws IOException {
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        JsonNode each = JSON.readTree(line);
        done.add(key(each.path("version").asText(), each.path("case").asText()));
      }
    }
  }

  private static String key(String version, String made) {
    return version + " " + made;
  }

  private void drive(String version) throws IOException {
    List<DrivenCase> open = new ArrayList<>(DrivenCase.all());
    open.removeIf(each -> done.contains(key(version, each.id())));
    int all = open.size();
    try (LoopbackFaults faults = new LoopbackFaults()) {
      while (!open.isEmpty()) {
        ServerVariant variant = open.getFirst().server();
        List<DrivenCase> together =
            open.stream().filter(each -> each.server().equals(variant)).toList();
        List<DrivenCase> ran = onOneServer(version, variant, together, faults);
        open.removeAll(ran);
        System.err.printf("%s: %d of %d cases%n", version, all - open.size(), all);
      }
    }
  }

  /** As many as one server lives through; at least the first, so that there is an end. */
  private List<DrivenCase> onOneServer(
      String version, ServerVariant variant, List<DrivenCase> cases, LoopbackFaults faults)
      throws IOException {
    List<DrivenCase> ran = new ArrayList<>();
    try (DrivenServer server = DrivenServer.start(engines, version, variant)) {
      Optional<String> trouble = ready(server);
      if (server.isAlive() && trouble.filter(said -> said.contains(UNREACHABLE)).isPresent()) {
        throw new IOException(
            "a server of %s did not answer within %s".formatted(version, READY_WITHIN));
      }
      if (variant.killedAfterMillis() > 0) {
        server.killAfter(variant.killedAfterMillis());
      }
      for (DrivenCase each : cases) {
        if (!server.isAlive() && !ran.isEmpty() && variant.killedAfterMillis() == 0) {
          return ran;
        }
        String said =
            server.isAlive() || variant.killedAfterMillis() > 0
                ? run(server, each, faults)
                : server.lastWords().orElse(trouble.orElse(PASSED));
        note(version, each, said);
        ran.add(each);
      }
    }
    return ran;
  }

  private String run(DrivenServer server, DrivenCase made, LoopbackFaults faults)
      throws IOException {
    Path folder = Files.createTempDirectory(engines.work(), "case-");
    try (DrivenSession session = new DrivenSession(server.port());
        CaseRun run = new CaseRun(session, faults, folder, server.local())) {
      return run.of(made).orElse(PASSED);
    }
  }

  /** Waits until a query is answered, with a row or with an error that a server made. */
  private static Optional<String> ready(DrivenServer server) {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    Optional<String> said = Optional.of("never asked");
    while (System.nanoTime() < end && server.isAlive() && said.isPresent()) {
      try (DrivenSession session = new DrivenSession(server.port())) {
        said = session.query("SELECT 1");
        if (said.isPresent() && !said.get().contains(UNREACHABLE)) {
          return said;
        }
      }
      server.await(PAUSE_MILLIS);
    }
    return said;
  }

  private void note(String version, DrivenCase made, String said) throws IOException {
    String line =
        JSON.createObjectNode()
            .put("version", version)
            .put("case", made.id())
            .put("text", withoutThisMachine(said))
            .toString();
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    done.add(key(version, made.id()));
  }

  private String withoutThisMachine(String said) throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    String text =
        said.replace(engines.work().toString(), "/srv/spark").replace(host, "node-1.example");
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
