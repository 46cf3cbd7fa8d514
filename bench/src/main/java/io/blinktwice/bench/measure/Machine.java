package io.blinktwice.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Where figures were measured: without it they mean nothing. */
public record Machine(Map<String, String> facts) {
  public static Machine thisOne() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
    facts.put("load", firstLine(Path.of("/proc/loadavg")));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("jdk", System.getProperty("java.vm.vendor") + " " + Runtime.version());
    return new Machine(facts);
  }

  private static String field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
