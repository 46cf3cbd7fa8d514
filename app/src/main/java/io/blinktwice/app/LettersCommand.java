package io.blinktwice.app;

import io.blinktwice.app.letters.LetterBox;
import io.blinktwice.app.letters.LetterFilter;
import io.blinktwice.app.letters.LetterSummary;
import io.blinktwice.app.letters.LetterView;
import io.blinktwice.app.letters.Preview;
import io.blinktwice.app.letters.Replay;
import io.blinktwice.app.letters.Since;
import io.blinktwice.app.server.ClusterSettings;
import io.blinktwice.app.server.Surroundings;
import io.blinktwice.events.DeadLetter;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code letters}: records that could not be used. */
@Command(
    name = "letters",
    description = "Dead letters: lists them, shows one, or sends its record once more.",
    synopsisSubcommandLabel = "list | show | replay",
    subcommands = {
      LettersCommand.Listing.class,
      LettersCommand.Show.class,
      LettersCommand.Again.class
    },
    mixinStandardHelpOptions = true,
    footer = {"", ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LettersCommand implements Runnable {
  private static final Duration EMBEDDED_ANSWERS_WITHIN = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what: letters list, letters show, or letters replay");
  }

  /** How it is printed. */
  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  static final class Output {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "text or json: ${DEFAULT-VALUE}.")
    private TopicsCommand.Format format;

    void print(PrintWriter out, Object value, Runnable asText) throws IOException {
      TopicsCommand.print(out, format, value, asText);
    }
  }

  private static KafkaConnection connection(InstallationOptions installation) throws IOException {
    Optional<ClusterSettings> existing = installation.existing();
    KafkaConnection connection = installation.plan().addresses().kafka();
    Surroundings.awaitKafka(
        connection, existing.map(ClusterSettings::within).orElse(EMBEDDED_ANSWERS_WITHIN));
    return connection;
  }

  /** {@code letters list}. */
  @Command(
      name = "list",
      description = "Lists dead letters, the newest first.",
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  static final class Listing implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;
    @Mixin private Output output;

    @Option(names = "--topic", paramLabel = "NAME", description = "Only those from this topic.")
    private Optional<String> topic;

    @Option(
        names = "--reason",
        paramLabel = "WORDS",
        description = "Only those whose reason contains these words.")
    private Optional<String> reason;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description =
            "Only those written since 2026-01-31T12:00:00Z, or for so long: 90m, 24h, 7d.")
    private Optional<String> since;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "How many on a page: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
        names = "--page",
        paramLabel = "N",
        defaultValue = "1",
        description = "Which page: ${DEFAULT-VALUE}.")
    private int page;

    @Override
    public Integer call() throws Exception {
      if (limit < 1 || limit > 10_000 || page < 1 || page > 10_000) {
        throw new ParameterException(
            spec.commandLine(), "--limit and --page are between 1 and 10000");
      }
      LetterFilter filter = new LetterFilter(topic, reason, since.map(this::instant));
      try (LetterBox box = new LetterBox(connection(installation))) {
        LetterBox.Page found = box.list(filter, page, limit);
        PrintWriter out = spec.commandLine().getOut();
        output.print(out, found, () -> text(out, found));
      }
      return ExitCode.OK;
    }

    private Instant instant(String text) {
      try {
        return Since.parse(text, InstantSource.system().instant());
      } catch (DateTimeParseException e) {
        throw new ParameterException(
            spec.commandLine(),
            "--since '%s' is neither a time such as 2026-01-31T12:00:00Z nor a while such as 24h"
                .formatted(text),
            e);
      }
    }

    private void text(PrintWriter out, LetterBox.Page found) {
      for (LetterSummary letter : found.letters()) {
        out.printf("%s  %s  %s  %s%n", letter.at(), letter.id(), letter.role(), letter.reason());
      }
      out.printf("%d of %d letters (page %d)%n", found.letters().size(), found.matching(), page);
    }
  }

  /** {@code letters show}. */
  @Command(
      name = "show",
      description = {
        "Shows a dead letter: origin, reason, and what the record held.",
        "What looks like a secret is masked."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;
    @Mixin private Output output;

    @Parameters(paramLabel = "ID", description = "As 'letters list' shows it.")
    private String id;

    @Override
    public Integer call() throws Exception {
      LetterView view = LetterView.of(letter(connection(installation), id));
      PrintWriter out = spec.commandLine().getOut();
      output.print(out, view, () -> text(out, view));
      return ExitCode.OK;
    }

    private static void text(PrintWriter out, LetterView view) {
      LetterSummary letter = view.letter();
      out.printf("letter  %s%n", letter.id());
      out.printf("from    %s, written %s%n", letter.topic(), letter.at());
      out.printf("by      %s%n", letter.role());
      out.printf("reason  %s%n", letter.reason());
      view.headers().forEach((name, value) -> out.printf("header  %s: %s%n", name, value));
      text(out, "key", view.key());
      text(out, "value", view.value());
    }

    private static void text(PrintWriter out, String what, Preview bytes) {
      out.printf("%-7s %d bytes%n", what, bytes.size());
      out.printf("  text  %s%n  hex   %s%n", bytes.text(), bytes.hex());
    }
  }

  /** {@code letters replay}. */
  @Command(
      name = "replay",
      description = {
        "Sends a letter's record to its topic once more, as it was and with the same ce_id.",
        "Mend first what could not use it: else it comes back as another letter."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  static final class Again implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;
    @Mixin private Output output;

    @Parameters(paramLabel = "ID", description = "As 'letters list' shows it.")
    private String id;

    @Option(names = "--dry-run", description = "Only say what would be sent.")
    private boolean dryRun;

    /**
     * What was done.
     *
     * @param offset where the record stands now; -1 when nothing was sent
     */
    record Done(String letter, String topic, int partition, String eventId, long offset) {}

    @Override
    public Integer call() throws Exception {
      KafkaConnection connection = connection(installation);
      ProducerRecord<byte[], byte[]> record = Replay.recordOf(letter(connection, id), connection);
      long offset = dryRun ? -1 : Replay.send(record, connection).offset();
      String eventId = String.valueOf(CloudEvents.id(record.headers()));
      Done done = new Done(id, record.topic(), record.partition(), eventId, offset);
      PrintWriter out = spec.commandLine().getOut();
      output.print(out, done, () -> text(out, done));
      return ExitCode.OK;
    }

    private static void text(PrintWriter out, Done done) {
      String where = done.topic() + "-" + done.partition();
      out.println(
          done.offset() < 0
              ? "would be sent to %s with ce_id %s (--dry-run)".formatted(where, done.eventId())
              : "sent: %s@%d with ce_id %s".formatted(where, done.offset(), done.eventId()));
    }
  }

  private static DeadLetter letter(KafkaConnection connection, String id) {
    try (LetterBox box = new LetterBox(connection)) {
      return box.find(id)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "there is no dead letter %s; 'letters list' says which there are"
                          .formatted(id)));
    }
  }
}
