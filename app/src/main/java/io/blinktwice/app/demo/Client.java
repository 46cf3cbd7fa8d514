package io.blinktwice.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
   * @param classes where JVMs find what an earlier one has loaded, so that they start quickly
   */
  record Jvm(Path javaHome, String version, Path jars, Path job, String mainClass, Path classes)
      implements Client {
    @Override
    public String name() {
      return "JVM client " + version;
    }

    /** Another program with the same client. */
    Jvm running(String program) {
      return new Jvm(javaHome, version, jars, job, program, classes);
    }

    /** Whether an earlier JVM has left what it had loaded. */
    boolean findsClasses() {
      return Files.exists(classes);
    }

    /** Under a name of our own until it is whole: another demo may start its JVMs from it. */
    private Path beingWritten() {
      return classes.resolveSibling(classes.getFileName() + "." + ProcessHandle.current().pid());
    }

    /** What the JVM that has ended now had loaded serves all later ones. */
    void keepClasses() throws IOException {
      if (Files.exists(beingWritten())) {
        Files.move(beingWritten(), classes, StandardCopyOption.ATOMIC_MOVE);
      }
    }

    @Override
    public List<String> command(String connection, List<String> statements) {
      List<String> command = new ArrayList<>();
      command.add(javaHome.resolve("bin/java").toString());
      // Arrow, inside the client, reaches for the address of direct buffers.
      command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
      command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.add(
          findsClasses()
              ? "-XX:SharedArchiveFile=" + classes
              : "-XX:ArchiveClassesAtExit=" + beingWritten());
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
