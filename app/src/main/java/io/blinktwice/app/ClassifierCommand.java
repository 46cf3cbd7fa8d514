package io.blinktwice.app;

import io.blinktwice.app.server.ClusterSettings;
import io.blinktwice.app.server.Surroundings;
import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.effect.RetryLessons;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.classifier.knowledge.ModelFormat;
import io.blinktwice.classifier.retraining.ProvedFailure;
import io.blinktwice.classifier.retraining.Retraining;
import io.blinktwice.classifier.retraining.Scores;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code classifier}: what is done with the classifier's models. */
@Command(
    name = "classifier",
    description = "The classifier's models: learns a candidate from what retries proved.",
    synopsisSubcommandLabel = "retrain",
    subcommands = ClassifierCommand.Retrain.class,
    mixinStandardHelpOptions = true,
    footer = {"", ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ClassifierCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what: classifier retrain");
  }

  /** {@code classifier retrain}. */
  @Command(
      name = "retrain",
      description = {
        "Learns a candidate from the topic retry-labels, and says how often the models that are on"
            + " and the candidate agree with what the retries proved: old against new on the same"
            + " failures, none of which the candidate was shown.",
        "",
        "Nothing is switched on. 'blinktwice.classifier.shadow: FILE' lets a server count the"
            + " candidate's answers beside the published ones, 'blinktwice.classifier.model: FILE'"
            + " lets it publish them."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  static final class Retrain implements Callable<Integer> {
    private static final Duration EMBEDDED_ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final Duration READ_WITHIN = Duration.ofMinutes(5);

    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;

    @Option(
        names = "--model",
        paramLabel = "FILE",
        description =
            "Models to start from and compare with; those of this release by default. Those that"
                + " were learnt from these retries have seen the answers.")
    private Optional<Path> model;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        defaultValue = "classifier-candidate.bin.gz",
        description = "Where the candidate is written: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "text or json: ${DEFAULT-VALUE}.")
    private TopicsCommand.Format format;

    /** What it did, for people and programs. */
    record Told(
        String candidate,
        String file,
        int failures,
        int versionsFault,
        Scores on,
        Scores learnt,
        boolean better) {}

    @Override
    public Integer call() throws IOException {
      requireFolder();
      Judges judges = BuiltIn.knowledge().with(start());
      List<ProvedFailure> lessons = RetryLessons.read(connection(), READ_WITHIN);
      PrintWriter to = spec.commandLine().getOut();
      if (lessons.size() < Retraining.FEWEST) {
        spec.commandLine()
            .getErr()
            .printf(
                "blinktwice: retries have proved something of %d failures so far; %d are needed%n",
                lessons.size(), Retraining.FEWEST);
        return ExitCode.FAILED;
      }
      Retraining.Report report = new Retraining(judges, lessons).report();
      write(report);
      Told told =
          new Told(
              report.candidate().id(),
              out.toString(),
              lessons.size(),
              report.systems(),
              report.before(),
              report.after(),
              report.isBetter());
      TopicsCommand.print(to, format, told, () -> text(to, told));
      return ExitCode.OK;
    }

    /** Said before minutes are spent on a candidate that could not be kept. */
    private void requireFolder() {
      Path folder = out.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(out)) {
        throw new ParameterException(
            spec.commandLine(), "--out %s is no file in a folder that exists".formatted(out));
      }
    }

    private Judges.Learnt start() {
      try {
        return model.isPresent() ? BuiltIn.learnt(model.get()) : BuiltIn.learnt();
      } catch (IOException e) {
        throw new ParameterException(spec.commandLine(), "--model: " + e.getMessage(), e);
      }
    }

    private KafkaConnection connection() throws IOException {
      Duration within =
          installation.existing().map(ClusterSettings::within).orElse(EMBEDDED_ANSWERS_WITHIN);
      KafkaConnection connection = installation.plan().addresses().kafka();
      Surroundings.awaitKafka(connection, within);
      return connection;
    }

    /** Whole or not at all: a server may read the file at any time. */
    private void write(Retraining.Report report) throws IOException {
      Path whole = out.toAbsolutePath();
      Path part = whole.resolveSibling(whole.getFileName() + ".part");
      ModelFormat.write(Files.newOutputStream(part), report.candidate());
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    }

    private void text(PrintWriter to, Told told) {
      to.printf(
          "%d failures were proved by retries; the version did it in %d%n",
          told.failures(), told.versionsFault());
      line(to, "on", told.on());
      line(to, "learnt", told.learnt());
      to.printf("candidate %s is in %s%n", told.candidate(), told.file());
      to.printf(
          told.better()
              ? "It does better: let it run in the shadow with blinktwice.classifier.shadow%n"
              : "It does not do better: there is no reason to switch it on%n");
    }

    private static void line(PrintWriter to, String which, Scores scores) {
      to.printf(
          "  %-7s right about %.1f %%, log loss %.3f%n",
          which, 100 * scores.right(), scores.logLoss());
    }
  }
}
