package io.blinktwice.app.doctor;

import io.blinktwice.app.installation.FolderLock;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what is the case on this machine. */
public final class Examination {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

  private Examination() {}

  public static Machine of(InstallationPlan plan) throws IOException {
    return new Machine(
        plan.home().jdk(25),
        plan.home().jdk(17),
        availableMemory(),
        Math.min(freeDisk(plan.folder().root()), freeDisk(plan.cache())),
        plan.engines().size(),
        Ports.taken(plan.ports().own(plan.backbone())),
        plan.ports().wayOut(plan.backbone()),
        plan.missingArtifacts(),
        lockOf(plan.folder()));
  }

  private static long availableMemory() throws IOException {
    Matcher available = AVAILABLE.matcher(Files.isReadable(MEMORY) ? Files.readString(MEMORY) : "");
    if (available.find()) {
      return Long.parseLong(available.group(1)) * 1024;
    }
    throw new IOException(MEMORY + " does not say how much memory is free; is this Linux?");
  }

  private static long freeDisk(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.getFileStore(there).getUsableSpace();
  }

  private static Machine.Lock lockOf(InstallationFolder folder) throws IOException {
    OptionalLong pid = FolderLock.recordedPid(folder.lockFile());
    if (FolderLock.isHeld(folder)) {
      return new Machine.Lock.HeldBy(pid);
    }
    return pid.isPresent() ? new Machine.Lock.Stale(pid.getAsLong()) : new Machine.Lock.Free();
  }

  /** Findings that keep an installation from starting. */
  public static List<Finding> problems(List<Finding> findings) {
    return findings.stream().filter(Finding::isProblem).toList();
  }
}
