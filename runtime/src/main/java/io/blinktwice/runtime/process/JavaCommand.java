package io.blinktwice.runtime.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Java program to be started as a child under a {@code Lifeline}.
 *
 * @param name what people call the child, in messages
 * @param javaHome the JDK that it runs on
 * @param classPath its jars and folders, the lifeline's jar among them; an entry may end in {@code
 *     *}
 * @param log file that takes its output, appended to; see {@link BoundedLog}
 */
public record JavaCommand(
    String name,
    Path javaHome,
    List<String> jvmFlags,
    List<Path> classPath,
    String mainClass,
    List<String> arguments,
    Map<String, String> environment,
    Path workingDirectory,
    Path log) {
  private static final String LIFELINE = "io.blinktwice.lifeline.Lifeline";

  List<String> commandLine() {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(LIFELINE);
    command.add(mainClass);
    command.addAll(arguments);
    return List.copyOf(command);
  }

  /** Without the values of the environment: secrets are handed over there. */
  @Override
  public String toString() {
    return "JavaCommand[name=%s, commandLine=%s, environment=%s]"
        .formatted(name, commandLine(), environment.keySet());
  }
}
