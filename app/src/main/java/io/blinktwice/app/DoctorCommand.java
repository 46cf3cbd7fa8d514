package io.blinktwice.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.blinktwice.app.doctor.ClusterDoctor;
import io.blinktwice.app.doctor.ClusterExamination;
import io.blinktwice.app.doctor.Doctor;
import io.blinktwice.app.doctor.Examination;
import io.blinktwice.app.doctor.Finding;
import io.blinktwice.app.server.ClusterSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: says what keeps an installation from starting here, and what to do. */
@Command(
    name = "doctor",
    description = {
      "Checks whether this machine can run an installation; starts nothing.",
      "With --kafka or --config, also an existing Kafka and its registry: versions, rights,",
      "topics, schemas."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private InstallationOptions installation;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<Finding> findings = new ArrayList<>(Doctor.judge(Examination.of(installation.plan())));
    Optional<ClusterSettings> existing = installation.existing();
    if (existing.isPresent()) {
      findings.addAll(
          ClusterDoctor.judge(ClusterExamination.of(existing.get(), installation.namesRegistry())));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(findings));
    } else {
      findings.forEach(finding -> out.println(line(finding)));
    }
    out.flush();
    return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.NOT_FIT : ExitCode.OK;
  }

  static String line(Finding finding) {
    String mark = finding.verdict().name().toLowerCase(Locale.ROOT);
    String cure = finding.cure().isEmpty() ? "" : "; " + finding.cure();
    return "%-8s %-10s %s%s".formatted(mark, finding.subject(), finding.sentence(), cure);
  }
}
