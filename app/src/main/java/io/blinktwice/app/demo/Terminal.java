package io.blinktwice.app.demo;

import io.blinktwice.app.installation.InstallationPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Our own commands, as a person gives them to this installation. */
record Terminal(InstallationPlan plan, Path folder) {
  JobResult run(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    all.add("-Dblinktwice.home=" + plan.home().root());
    all.add("-cp");
    all.add(
        plan.home().appClassPath().stream().map(Path::toString).collect(Collectors.joining(":")));
    all.add("io.blinktwice.app.Blinktwice");
    all.addAll(List.of(command));
    all.addAll(List.of("--api", plan.addresses().http().toString()));
    if (plan.folder().authorization().isPresent()) {
      all.addAll(List.of("--key-file", plan.folder().internalKey().toString()));
    }
    return JobProcess.run(all, folder);
  }
}
