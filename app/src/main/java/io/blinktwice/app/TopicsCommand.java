package io.blinktwice.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.blinktwice.app.server.ClusterSettings;
import io.blinktwice.app.server.Surroundings;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.runtime.kafka.TopicStep;
import io.blinktwice.runtime.serde.SubjectSetup;
import io.blinktwice.runtime.serde.SubjectStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code topics}: our topics and their schemas on an existing cluster. */
@Command(
    name = "topics",
    description = "Creates, corrects or lists our topics and schemas on an existing cluster.",
    synopsisSubcommandLabel = "apply | list | manifest",
    subcommands = {
      TopicsCommand.Apply.class,
      TopicsCommand.Listing.class,
      TopicsManifestCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = {"", ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class TopicsCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** How it is printed. */
  enum Format {
    TEXT,
    JSON
  }

  /**
   * One line of the plan.
   *
   * @param done whether it was carried out just now
   */
  record Line(String kind, String name, String action, String sentence, boolean done) {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what: topics apply, list or manifest");
  }

  static void print(PrintWriter out, Format format, Object value, Runnable asText)
      throws IOException {
    switch (format) {
      case TEXT -> asText.run();
      case JSON ->
          out.println(
              new ObjectMapper()
                  .enable(SerializationFeature.INDENT_OUTPUT)
                  .writeValueAsString(value));
    }
    out.flush();
  }

  /** {@code topics apply}. */
  @Command(
      name = "apply",
      description = {
        "Creates missing topics, corrects their settings, registers our schemas and requires",
        "FULL_TRANSITIVE compatibility of later ones. A wrong number of partitions is refused.",
        "blinktwice.workload-partitions and blinktwice.replication say how topics are made."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  static final class Apply implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "text or json: ${DEFAULT-VALUE}.")
    private Format format;

    @Override
    public Integer call() throws Exception {
      ClusterSettings settings = cluster.settings();
      Surroundings.await(settings.connection(), settings.within());
      SubjectSetup subjects =
          new SubjectSetup(
              settings.connection().serdeSettings(), settings.connection().topicPrefix());
      List<Line> lines = new ArrayList<>();
      try (TopicSetup topics = new TopicSetup(settings.connection(), settings.topics())) {
        List<TopicStep> topicSteps = topics.plan();
        TopicSetup.refuseWhatNoStepCures(topicSteps);
        List<SubjectStep> subjectSteps = subjects.plan();
        refuseIncompatible(subjectSteps);
        for (TopicStep step : topicSteps) {
          lines.add(carriedOut(topics, step));
        }
        for (SubjectStep step : subjectSteps) {
          lines.add(carriedOut(subjects, step));
        }
      }
      PrintWriter out = spec.commandLine().getOut();
      print(out, format, lines, () -> text(out, lines));
      return ExitCode.OK;
    }

    private static void refuseIncompatible(List<SubjectStep> steps) {
      for (SubjectStep step : steps) {
        if (step instanceof SubjectStep.Incompatible incompatible) {
          throw new TopicSetup.Unfit(incompatible.sentence());
        }
      }
    }

    private Line carriedOut(TopicSetup topics, TopicStep step) {
      String action =
          switch (step) {
            case TopicStep.Create create -> "create";
            case TopicStep.Correct correct -> "correct";
            case TopicStep.WrongPartitions wrong -> "refuse";
            case TopicStep.OtherReplication other -> "leave";
            case TopicStep.Fits fits -> "fits";
          };
      boolean changes = action.equals("create") || action.equals("correct");
      if (changes && !dryRun) {
        topics.carryOut(step);
      }
      return new Line("topic", step.topic(), action, step.sentence(), changes && !dryRun);
    }

    private Line carriedOut(SubjectSetup subjects, SubjectStep step)
        throws IOException, InterruptedException {
      String action =
          switch (step) {
            case SubjectStep.Register register -> "register";
            case SubjectStep.Require require -> "correct";
            case SubjectStep.Incompatible incompatible -> "refuse";
            case SubjectStep.Fits fits -> "fits";
          };
      boolean changes = !action.equals("fits");
      if (changes && !dryRun) {
        subjects.carryOut(step);
      }
      return new Line("subject", step.subject(), action, step.sentence(), changes && !dryRun);
    }

    private void text(PrintWriter out, List<Line> lines) {
      for (Line line : lines) {
        out.printf(
            "%-5s %-8s %-9s %s: %s%n",
            line.done() ? "done" : "", line.kind(), line.action(), line.name(), line.sentence());
      }
      long changes = lines.stream().filter(line -> !line.action().equals("fits")).count();
      long done = lines.stream().filter(Line::done).count();
      out.println(
          dryRun
              ? "%d to be looked at; nothing was changed (--dry-run)".formatted(changes)
              : "%d done, %d left as they are".formatted(done, lines.size() - done));
    }
  }

  /** {@code topics list}. */
  @Command(
      name = "list",
      description = "Says of each of our topics what it is like.",
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  static final class Listing implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "text or json: ${DEFAULT-VALUE}.")
    private Format format;

    @Override
    public Integer call() throws Exception {
      ClusterSettings settings = cluster.settings();
      Surroundings.awaitKafka(settings.connection(), settings.within());
      Map<String, TopicStep.Found> found;
      try (TopicSetup topics = new TopicSetup(settings.connection(), settings.topics())) {
        found = topics.found();
      }
      PrintWriter out = spec.commandLine().getOut();
      print(out, format, found, () -> text(out, found));
      return ExitCode.OK;
    }

    private static void text(PrintWriter out, Map<String, TopicStep.Found> found) {
      out.printf("%-45s %10s %6s  %s%n", "topic", "partitions", "copies", "clean-up");
      found.forEach(
          (name, topic) ->
              out.printf(
                  "%-45s %10d %6d  %s%n",
                  name,
                  topic.partitions(),
                  topic.replication(),
                  topic.settings().getOrDefault("cleanup.policy", "may not be seen")));
    }
  }
}
