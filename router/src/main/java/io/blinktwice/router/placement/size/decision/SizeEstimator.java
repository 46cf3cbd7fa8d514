package io.blinktwice.router.placement.size.decision;

import io.blinktwice.router.placement.size.decision.PlanFeatures.Trait;
import io.blinktwice.router.placement.size.decision.SizeEstimate.From;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says how large a plan is likely to be, and learns from each that is done: from the history of the
 * same plan, else of the same plan with other literals, else from a model of its features, else a
 * guess. How far to trust each is learnt as well.
 *
 * <p>A fold over completions; it reads no clock. One thread at a time may use it.
 */
public final class SizeEstimator {
  private static final int FORMAT = 1;

  /** Plans of each kind of fingerprint that are remembered, those used last. */
  static final int MOST_PLANS = 200_000;

  static final int MOST_TABLES = 20_000;

  /** Below this the model knows too little. */
  private static final int ENOUGH_FOR_A_MODEL = 30;

  /** Other literals tell little when they made this much of a difference. */
  private static final double WIDE = 4;

  private static final double PRIOR_CORE_SECONDS = 5;
  private static final double PRIOR_PARALLELISM = 8;

  private final Map<String, PlanHistory> exact = bounded(MOST_PLANS);
  private final Map<String, PlanHistory> masked = bounded(MOST_PLANS);
  private final Map<String, DecayingQuantiles> tableBytes = bounded(MOST_TABLES);
  private FeatureModel model = new FeatureModel();
  private final EnumMap<From, Coverage> coverage = new EnumMap<>(From.class);

  public SizeEstimator() {
    for (From from : From.values()) {
      coverage.put(from, new Coverage(Math.log(2)));
    }
  }

  private static <T> Map<String, T> bounded(int most) {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > most;
      }
    };
  }

  public SizeEstimate estimate(PlanFeatures plan) {
    PlanHistory same = exact.get(plan.exact());
    if (same != null) {
      return of(same, same.seen() > 1 ? From.SAME_PLAN : From.SAME_PLAN_ONCE);
    }
    PlanHistory similar = masked.get(plan.masked());
    boolean known = model.seen() >= ENOUGH_FOR_A_MODEL && plan.complete();
    if (similar != null && (!known || narrow(similar))) {
      return of(similar, From.SAME_SHAPE);
    }
    double parallelism = similar == null ? PRIOR_PARALLELISM : similar.parallelism();
    if (known) {
      double guess = Math.exp(model.predictLog(inputs(plan)));
      return guessed(guess, parallelism, From.MODEL, model.seen());
    }
    return guessed(PRIOR_CORE_SECONDS, parallelism, From.PRIOR, 0);
  }

  private static boolean narrow(PlanHistory history) {
    return history.seen() > 1 && history.coreSeconds(0.9) <= WIDE * history.coreSeconds(0.1);
  }

  private SizeEstimate of(PlanHistory history, From from) {
    double median = history.coreSeconds(0.5);
    return new SizeEstimate(
        median,
        median * factor(from),
        history.parallelism(),
        history.shuffledBytes(),
        history.spilledBytes(),
        from,
        history.seen());
  }

  private SizeEstimate guessed(double median, double parallelism, From from, int seen) {
    return new SizeEstimate(median, median * factor(from), parallelism, 0, 0, from, seen);
  }

  private double factor(From from) {
    return coverage.getOrDefault(from, new Coverage(Math.log(2))).factor();
  }

  /** The plan is done; what was said of it before is compared with what it used. */
  public void completed(PlanFeatures plan, Completion completion, double now) {
    SizeEstimate said = estimate(plan);
    coverage
        .computeIfAbsent(said.from(), _ -> new Coverage(Math.log(2)))
        .completed(said.coreSeconds(), completion.coreSeconds());
    if (plan.complete()) {
      model.learn(inputs(plan), Math.log(completion.coreSeconds()));
      exact.computeIfAbsent(plan.exact(), _ -> new PlanHistory()).completed(completion, now);
      masked.computeIfAbsent(plan.masked(), _ -> new PlanHistory()).completed(completion, now);
    }
    if (completion.inputBytes() > 0 && !plan.sources().isEmpty()) {
      double each = completion.inputBytes() / plan.sources().size();
      for (String source : plan.sources()) {
        tableBytes.computeIfAbsent(source, _ -> new DecayingQuantiles()).add(each, now);
      }
    }
  }

  private double[] inputs(PlanFeatures plan) {
    double bytes = plan.count(Trait.LOCAL_BYTES);
    for (String source : plan.sources()) {
      DecayingQuantiles known = tableBytes.get(source);
      bytes += known == null ? 0 : known.quantile(0.5);
    }
    return FeatureModel.inputs(plan, bytes);
  }

  /** Plans that are remembered with their literals. */
  public int plans() {
    return exact.size();
  }

  /** All that was learnt, to be read back after a restart. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(FeatureModel.WIDTH);
    model.write(out);
    for (From from : From.values()) {
      coverage.computeIfAbsent(from, _ -> new Coverage(Math.log(2))).write(out);
    }
    writeAll(exact, out, PlanHistory::write);
    writeAll(masked, out, PlanHistory::write);
    writeAll(tableBytes, out, DecayingQuantiles::write);
  }

  /** Of another format nothing is taken: it is learnt anew. */
  public static SizeEstimator read(DataInput in) throws IOException {
    SizeEstimator read = new SizeEstimator();
    if (in.readInt() != FORMAT || in.readInt() != FeatureModel.WIDTH) {
      return read;
    }
    read.model = FeatureModel.read(in);
    for (From from : From.values()) {
      read.coverage.put(from, Coverage.read(in));
    }
    readAll(read.exact, in, MOST_PLANS, PlanHistory::read);
    readAll(read.masked, in, MOST_PLANS, PlanHistory::read);
    readAll(read.tableBytes, in, MOST_TABLES, DecayingQuantiles::read);
    return read;
  }

  private interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  private static <T> void writeAll(Map<String, T> all, DataOutput out, Writer<T> writer)
      throws IOException {
    out.writeInt(all.size());
    for (Map.Entry<String, T> each : all.entrySet()) {
      out.writeUTF(each.getKey());
      writer.write(each.getValue(), out);
    }
  }

  private static <T> void readAll(Map<String, T> into, DataInput in, int most, Reader<T> reader)
      throws IOException {
    int size = in.readInt();
    if (size < 0 || size > most) {
      throw new IOException("a table of " + size + " entries");
    }
    for (int i = 0; i < size; i++) {
      String key = in.readUTF();
      into.put(key, reader.read(in));
    }
  }
}
