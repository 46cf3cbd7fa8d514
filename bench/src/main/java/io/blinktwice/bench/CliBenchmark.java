package io.blinktwice.bench;

import com.sun.net.httpserver.HttpServer;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.bench.cli.Command;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code cli}: how long somebody at a terminal waits for a command. */
final class CliBenchmark implements Benchmark {
  private static final double BAR_SECONDS = 0.4;
  private static final int TIMES = 5;
  private static final String START = "start";
  private static final String ANSWER = "answer";
  private static final String PLAIN = "start-plain";

  @Override
  public String name() {
    return "cli";
  }

  @Override
  public String explanation() {
    return "the command line, by the launcher, from the shell's start to the command's end: one that asks"
        + " nobody ('list --help'), one that prints what an HTTP server on loopback answers at once"
        + " ('list pins'), and the first without the AOT cache; the median of %d calls a block. Bar: %.1f s."
            .formatted(TIMES, BAR_SECONDS);
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(5, Duration.ofSeconds(1));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    ProgramHome home = ProgramHome.ofThisProcess();
    if (!Files.exists(home.classCaches().resolve("command-line.aot"))) {
      throw new IllegalStateException(
          "there is no AOT cache; unset BLINKTWICE_AOT and run this again");
    }
    Path launcher = home.root().resolve("blinktwice");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"pins\": []}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String api = "--api=http://127.0.0.1:" + server.getAddress().getPort();
    try {
      List<String> start = List.of("list", "--help");
      Blocks blocks =
          Blocks.of(
              List.of(
                  new Command(START, launcher, start, Map.of(), TIMES),
                  new Command(ANSWER, launcher, List.of("list", "pins", api), Map.of(), TIMES),
                  new Command(PLAIN, launcher, start, Map.of("BLINKTWICE_AOT", "off"), TIMES)),
              effort.blocks(),
              progress);
      List<Line> lines = new ArrayList<>();
      for (String subject : List.of(START, ANSWER)) {
        lines.add(
            Line.withBar(
                Blocks.name(name(), subject, Command.TIME),
                Command.TIME.unit(),
                blocks.value(subject, Command.TIME),
                BAR_SECONDS));
      }
      lines.add(blocks.compared(name(), PLAIN, START, Command.TIME));
      return lines;
    } finally {
      server.stop(0);
    }
  }
}
