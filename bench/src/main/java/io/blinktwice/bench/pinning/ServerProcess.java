package io.blinktwice.bench.pinning;

import io.blinktwice.app.installation.Component;
import io.blinktwice.bench.hop.Hop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A server's process, as the kernel sees it; it belongs to its installation. */
public record ServerProcess(Component component) implements Hop.Stream {
  private static final long KIB = 1024;

  private long pid() {
    Long pid = component.pid();
    if (pid == null) {
      throw new IllegalStateException(component.name() + " has ended");
    }
    return pid;
  }

  @Override
  public OptionalLong cpuNanos() {
    return ProcessHandle.of(pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .map(used -> OptionalLong.of(used.toNanos()))
        .orElse(OptionalLong.empty());
  }

  /** Memory that it holds. */
  long residentBytes() {
    Path status = Path.of("/proc", Long.toString(pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      String found = lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(found.replaceAll("\\D", "")) * KIB;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + status, e);
    }
  }

  @Override
  public void close() {
    // The installation stops it.
  }
}
