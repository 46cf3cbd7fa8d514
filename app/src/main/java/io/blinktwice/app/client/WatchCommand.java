package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code watch}: events as they are committed; goes on where it was after any interruption. */
@Command(
    name = "watch",
    description = {
      "Shows what happens to pins, tickets, runs, releases or workloads, a line for each event, until",
      "it is stopped. Tickets take a credential of the platform. A lost connection is made anew, and no event is passed over."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class WatchCommand implements Callable<Integer> {
  private static final Set<String> STREAM_EVENTS = Set.of("hello", "heartbeat", "cut-off", "gap");
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;

  @Parameters(
      paramLabel = "THING",
      description = "One of pin, ticket, run, release, workload.",
      converter = Thing.Named.class)
  private Thing thing;

  @Option(names = "--workload", paramLabel = "NAME", description = "Nothing but this workload's.")
  private Optional<String> workload;

  @Option(names = "--from-start", description = "First what has happened already.")
  private boolean fromStart;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "Ends after so many events; 0 never ends.")
  private long count;

  private String lastEventId = "";
  private long seen;

  @Override
  public Integer call() throws Exception {
    if (thing.events().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "watch takes pin, ticket, run, release or workload");
    }
    try (ApiClient client = api.client()) {
      while (!follow(client)) {
        Thread.sleep(PAUSE);
      }
    }
    return ClientExit.OK;
  }

  /** Whether all was seen that was asked for; not when the stream merely broke off. */
  private boolean follow(ApiClient client) throws ApiRefused, InterruptedException, IOException {
    Map<String, String> after =
        lastEventId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastEventId);
    try (Stream<String> lines = client.lines(path(), after)) {
      return read(lines.iterator());
    } catch (IOException | UncheckedIOException e) {
      if (seen == 0 && lastEventId.isEmpty()) {
        throw e;
      }
      spec.commandLine().getErr().println("blinktwice: the connection is lost; going on");
      return false;
    }
  }

  private String path() {
    return "/v1/events?types=%s&from=%s%s"
        .formatted(
            thing.events(),
            fromStart ? "start" : "now",
            workload.map(name -> "&workload=" + encoded(name)).orElse(""));
  }

  private boolean read(Iterator<String> lines) throws IOException {
    StringBuilder data = new StringBuilder();
    String name = "";
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id:")) {
        lastEventId = line.substring(3).strip();
      } else if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        String text = data.toString();
        data.setLength(0);
        if (isAboutTheStream(name)) {
          continue;
        }
        show(name, ApiClient.JSON.readTree(text));
        if (count > 0 && ++seen >= count) {
          return true;
        }
      }
    }
    return false;
  }

  /** What the server says of the connection itself; only what was lost concerns anybody. */
  private boolean isAboutTheStream(String name) {
    if (name.equals("gap")) {
      spec.commandLine().getErr().println("blinktwice: events were deleted before they were read");
    }
    return STREAM_EVENTS.contains(name);
  }

  private void show(String name, JsonNode event) {
    printed.sentence(printed.isJson() ? event.toString() : name + "  " + Printed.line(event));
  }
}
