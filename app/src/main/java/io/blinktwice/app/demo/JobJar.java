package io.blinktwice.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds a job against a client, as its owner would: compiled once, run many times. */
final class JobJar {
  private final Path jdk;
  private final Path folder;

  JobJar(Path jdk, Path folder) {
    this.jdk = jdk;
    this.folder = folder;
  }

  /** What the compiler said; its jar is there only if it had nothing to complain of. */
  record Built(Path jar, JobResult compiled) {}

  Built build(String name, Path clientJars, List<Path> sources)
      throws IOException, InterruptedException {
    Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
    Path jar = folder.resolve(name + ".jar");
    List<String> compile = new ArrayList<>();
    compile.add(jdk.resolve("bin/javac").toString());
    compile.addAll(List.of("-cp", clientJars.resolve("*").toString(), "-d", classes.toString()));
    sources.forEach(source -> compile.add(source.toString()));
    JobResult compiled = JobProcess.run(compile, folder);
    if (compiled.succeeded()) {
      JobResult packed =
          JobProcess.run(
              List.of(
                  jdk.resolve("bin/jar").toString(),
                  "--create",
                  "--file",
                  jar.toString(),
                  "-C",
                  classes.toString(),
                  "."),
              folder);
      return new Built(jar, packed.succeeded() ? compiled : packed);
    }
    return new Built(jar, compiled);
  }
}
