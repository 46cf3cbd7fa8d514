package io.blinktwice.router.placement.effect;

import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationOutcome;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.router.placement.size.decision.Completion;
import io.blinktwice.router.placement.size.decision.PlanFeatures;
import io.blinktwice.router.placement.size.decision.SizeEstimate;
import io.blinktwice.router.placement.size.decision.SizeEstimator;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plans are believed to need, learnt from what servers say that operations used, and kept in a
 * file over a restart: losing it costs nothing but learning anew.
 */
final class SizeBook {
  private static final Logger LOG = LoggerFactory.getLogger(SizeBook.class);

  /** Operations whose figures are still to come; servers tell them within half a second. */
  private static final int MOST_AWAITED = 20_000;

  private final @Nullable Path file;
  private final Map<Sent, Awaited> awaited =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sent, Awaited> eldest) {
          return size() > MOST_AWAITED;
        }
      };
  private final SizeEstimator estimator;
  private boolean changed;

  private record Sent(String operation, String cluster) {}

  /** A plan that runs, and the most tasks that it was seen to have at once. */
  private record Awaited(PlanFeatures plan, double parallelism) {}

  /**
   * @param file where it is kept; nowhere without one
   */
  SizeBook(@Nullable Path file) {
    this.file = file;
    this.estimator = file == null ? new SizeEstimator() : read(file);
  }

  private static SizeEstimator read(Path file) {
    CRC32 sum = new CRC32();
    try (DataInputStream in =
        new DataInputStream(
            new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), sum))) {
      SizeEstimator read = SizeEstimator.read(in);
      long computed = sum.getValue();
      if (in.readLong() == computed) {
        return read;
      }
      LOG.atWarn().addKeyValue("file", file).log("Learnt sizes are damaged; learning anew");
    } catch (NoSuchFileException e) {
      LOG.atDebug().addKeyValue("file", file).log("Nothing was learnt of sizes before");
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .setCause(e)
          .log("Learnt sizes cannot be read; learning anew");
    }
    return new SizeEstimator();
  }

  synchronized SizeEstimate estimate(PlanFeatures plan) {
    return estimator.estimate(plan);
  }

  /** Plans that are remembered. */
  synchronized int plans() {
    return estimator.plans();
  }

  synchronized void began(String operation, String cluster, PlanFeatures plan) {
    awaited.put(new Sent(operation, cluster), new Awaited(plan, 1));
  }

  /** Tasks that it has open are what it could have run at once. */
  synchronized void progressed(String cluster, OperationProgress progress) {
    double open =
        Math.max(progress.getActiveTasks(), progress.getTasks() - progress.getEndedTasks());
    awaited.computeIfPresent(
        new Sent(progress.getOperationId(), cluster),
        (_, known) -> new Awaited(known.plan(), Math.max(known.parallelism(), open)));
  }

  /** It is learnt from what ended well and was measured whole. */
  synchronized void ended(OperationMetrics told, Instant now) {
    Awaited known = awaited.remove(new Sent(told.getOperationId(), told.getCluster()));
    RunMetrics used = told.getMeasured();
    Long cpu = used.getCpuMillis() == null ? used.getTaskMillis() : used.getCpuMillis();
    if (known == null || cpu == null || told.getOutcome() != OperationOutcome.FINISHED) {
      return;
    }
    double seconds = number(used.getDurationMillis()) / 1000;
    double mean = seconds > 0 ? number(used.getTaskMillis()) / 1000 / seconds : 1;
    estimator.completed(
        known.plan(),
        new Completion(
            cpu / 1000.0,
            Math.max(known.parallelism(), Math.ceil(mean)),
            number(used.getInputBytes()),
            number(used.getShuffleWriteBytes()),
            number(used.getSpilledDiskBytes())),
        now.toEpochMilli() / 1000.0);
    changed = true;
  }

  private static double number(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** Writes down what was learnt since the last time; a failure costs only that. */
  void save() {
    if (file == null) {
      return;
    }
    try {
      byte[] content = content();
      if (content.length > 0) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("Learnt sizes cannot be kept");
    }
  }

  /** Empty when nothing was learnt since. */
  private synchronized byte[] content() throws IOException {
    if (!changed) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(bytes));
    estimator.write(out);
    out.flush();
    CRC32 sum = new CRC32();
    sum.update(bytes.toByteArray());
    out.writeLong(sum.getValue());
    out.flush();
    changed = false;
    return bytes.toByteArray();
  }
}
