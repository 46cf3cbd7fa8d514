package io.blinktwice.app.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An official Spark Connect client, unmodified, and the job that uses it. */
sealed interface Client {
  String name();

  /** The command that runs the job's queries over the connection string. */
  List<String> command(String connection, List<String> statements);

  /**
   * The JVM client; its jars and the job's are the only ones on the class path.
   *
   * @param job the job's own jar
   * @param archive where the JVM keeps what it has loaded, so that the next start is quick
   */
  record Jvm(Path javaHome, String version, Path jars, Path job, String mainClass, Path archive)
      implements Client {
    @Override
    public String name() {
      return "JVM client " + version;
    }

    /** Another program with the same client. */
    Jvm running(String program) {
      return new Jvm(javaHome, version, jars, job, program, archive);
    }

    @Override
    public List<String> command(String connection, List<String> statements) {
      List<String> command = new ArrayList<>();
      command.add(javaHome.resolve("bin/java").toString());
      // Arrow, inside the client, reaches for the address of direct buffers.
      command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
      command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.add(
          (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=")
              + archive);
      command.addAll(List.of("-Xlog:disable", "-cp", job + ":" + jars.resolve("*"), mainClass));
      command.add(connection);
      command.addAll(statements);
      return command;
    }
  }

  /** PySpark's Connect client in an environment of its own. */
  record Python(Path interpreter, Path job) implements Client {
    @Override
    public String name() {
      return "PySpark client 4.0.4";
    }

    @Override
    public List<String> command(String connection, List<String> statements) {
      List<String> command = new ArrayList<>(List.of(interpreter.toString(), job.toString()));
      command.add(connection);
      command.addAll(statements);
      return command;
    }
  }
}
