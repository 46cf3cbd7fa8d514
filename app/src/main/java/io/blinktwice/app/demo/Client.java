package io.blinktwice.app.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An official Spark Connect client, unmodified, and the job that uses it. */
sealed interface Client {
  String name();

  /** The command that runs the job's queries over the connection string. */
  List<String> command(String connection, List<String> statements);

  /** The JVM client; its jars are the only ones on the class path. */
  record Jvm(Path javaHome, Path jars, Path job) implements Client {
    @Override
    public String name() {
      return "JVM client 4.0.4";
    }

    @Override
    public List<String> command(String connection, List<String> statements) {
      List<String> command = new ArrayList<>();
      command.add(javaHome.resolve("bin/java").toString());
      // Arrow, inside the client, reaches for the address of direct buffers.
      command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
      command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.addAll(List.of("-cp", jars.resolve("*").toString(), job.toString(), connection));
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
