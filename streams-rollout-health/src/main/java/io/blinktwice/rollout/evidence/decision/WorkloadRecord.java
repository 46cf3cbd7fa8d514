package io.blinktwice.rollout.evidence.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one workload, and what each fact about it means.
 *
 * <p>A fold: it changes by what it hears only, which costs a constant number of steps. Its size is
 * bounded: four versions, sixteen open runs, sixteen comparisons under way, sixty-four facts by
 * which a repetition is recognised.
 */
public final class WorkloadRecord {
  private static final int FORMAT = 2;
  private static final int WITHOUT_LOTS = 1;
  private static final int MOST_VERSIONS = 4;
  private static final int MOST_OPEN = 16;
  private static final int MOST_HEARD = 64;

  /** A run that claims to have begun earlier began a day ago. */
  private static final Duration LONGEST_RUN = Duration.ofDays(1);

  private final String unit;
  private final Map<String, Integer> cleanOn = new LinkedHashMap<>();
  private final Map<String, Fact.Began> begun = new LinkedHashMap<>();
  private final Map<String, Comparison> compared = new LinkedHashMap<>();
  private int[] heard = new int[0];
  private History history;
  private CleanRuns clean;
  private Instant lastAt = Instant.EPOCH;

  /**
   * A failure under suspicion, of which a retry is under way.
   *
   * @param sameFirst whether that one is on the same version, by lot
   */
  private record Comparison(String version, boolean sameFirst) {}

  /** A workload of which so much is known. */
  public WorkloadRecord(String unit, History history, CleanRuns clean) {
    this.unit = unit;
    this.history = history;
    this.clean = clean;
  }

  /** A workload nobody has heard of. */
  public static WorkloadRecord unknown(String unit) {
    return new WorkloadRecord(unit, History.NONE, CleanRuns.NONE);
  }

  public History history() {
    return history;
  }

  public Instant lastAt() {
    return lastAt;
  }

  /** Nothing where the fact was heard before, or means nothing. */
  public List<News> hear(Fact fact) {
    if (isRepeated(fact)) {
      return List.of();
    }
    lastAt = fact.at().isAfter(lastAt) ? fact.at() : lastAt;
    int runsBefore = history.runs();
    Optional<News> meaning = meaning(fact);
    if (history.runs() == runsBefore || Integer.bitCount(history.runs()) != 1) {
      return meaning.map(List::of).orElse(List.of());
    }
    News counted = new News.Counted(fact.at(), unit, fact.name() + "~", history);
    return meaning.map(told -> List.of(told, counted)).orElse(List.of(counted));
  }

  private Optional<News> meaning(Fact fact) {
    return switch (fact) {
      case Fact.Began began -> {
        begun.put(began.run(), began);
        bound(begun, MOST_OPEN);
        yield Optional.empty();
      }
      case Fact.Ended ended -> ended(ended);
      case Fact.Pinned pin -> Optional.of(new News.Pinned(pin.at(), unit, pin));
    };
  }

  private boolean isRepeated(Fact fact) {
    if (fact instanceof Fact.Began) {
      return false;
    }
    int name = fact.name().hashCode();
    for (int known : heard) {
      if (known == name) {
        return true;
      }
    }
    if (heard.length < MOST_HEARD) {
      heard = Arrays.copyOf(heard, heard.length + 1);
    } else {
      System.arraycopy(heard, 1, heard, 0, MOST_HEARD - 1);
    }
    heard[heard.length - 1] = name;
    return false;
  }

  private Optional<News> ended(Fact.Ended ended) {
    if (ended.attempt() == 1) {
      return Optional.of(first(ended));
    }
    Comparison open = compared.remove(ended.run());
    if (open == null) {
      return Optional.empty();
    }
    boolean succeeded = ended.ending().succeeded();
    boolean last = succeeded || !open.sameFirst() || !ended.ending().compared();
    if (last) {
      history = succeeded ? history.plusFlake() : history.plusClean();
    } else {
      compared.put(ended.run(), new Comparison(open.version(), false));
    }
    return Optional.of(
        new News.Retried(
            ended.at(),
            unit,
            ended.run(),
            open.version(),
            open.sameFirst(),
            last,
            succeeded,
            ended.decision()));
  }

  private News first(Fact.Ended ended) {
    Fact.Began began = begun.remove(ended.run());
    Instant startedAt = startedAt(began, ended.at());
    Place place = new Place(ended.workspace(), "", "");
    if (began != null) {
      place = new Place(ended.workspace(), began.place().environment(), began.place().cluster());
    }
    if (ended.ending().succeeded()) {
      return succeeded(ended, startedAt, place);
    }
    if (!ended.ending().isUnderComparison()) {
      return new News.Failed(ended.at(), unit, ended.name(), ended.version(), ended.ending());
    }
    compared.put(ended.run(), new Comparison(ended.version(), ended.ending().lot().same()));
    bound(compared, MOST_OPEN);
    return new News.Suspected(
        ended.at(),
        unit,
        ended.run(),
        startedAt,
        ended.version(),
        place,
        new News.Known(history, clean),
        ended.ending());
  }

  private News succeeded(Fact.Ended ended, Instant startedAt, Place place) {
    Integer before = cleanOn.remove(ended.version());
    int runs = before == null ? 0 : before;
    cleanOn.put(ended.version(), runs + 1);
    bound(cleanOn, MOST_VERSIONS);
    history = history.plusClean();
    clean = clean.plus(startedAt);
    return new News.Clean(ended.at(), unit, ended.name(), startedAt, ended.version(), place, runs);
  }

  private static Instant startedAt(Fact.@Nullable Began began, Instant endedAt) {
    if (began == null || began.at().isAfter(endedAt)) {
      return endedAt;
    }
    Instant earliest = endedAt.minus(LONGEST_RUN);
    return began.at().isBefore(earliest) ? earliest : began.at();
  }

  private static void bound(Map<?, ?> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** All of it but its name, which is the key that it is kept under. */
  public byte[] bytes() {
    StateWriter out = new StateWriter(FORMAT);
    history.write(out);
    clean.write(out);
    out.number(cleanOn.size());
    cleanOn.forEach(
        (version, runs) -> {
          out.text(version);
          out.number(runs);
        });
    out.number(begun.size());
    begun.values().forEach(began -> write(began, out));
    out.number(compared.size());
    compared.forEach(
        (run, open) -> {
          out.text(run);
          out.text(open.version());
          out.flag(open.sameFirst());
        });
    out.number(heard.length);
    Arrays.stream(heard).forEach(out::number);
    out.time(lastAt);
    return out.bytes();
  }

  public static WorkloadRecord of(String unit, byte[] bytes) {
    StateReader in = new StateReader(bytes, WITHOUT_LOTS, FORMAT);
    WorkloadRecord read = new WorkloadRecord(unit, History.read(in), CleanRuns.read(in));
    in.list(each -> read.cleanOn.put(each.text(), each.number()));
    in.list(WorkloadRecord::began).forEach(began -> read.begun.put(began.run(), began));
    in.list(each -> read.compared.put(each.text(), comparison(each)));
    read.heard = in.list(StateReader::number).stream().mapToInt(Integer::intValue).toArray();
    read.lastAt = in.instant();
    return read;
  }

  private static Comparison comparison(StateReader in) {
    return new Comparison(in.text(), in.format() > WITHOUT_LOTS && in.flag());
  }

  private static void write(Fact.Began began, StateWriter out) {
    out.text(began.run());
    out.time(began.at());
    out.text(began.place().workspace());
    out.text(began.place().environment());
    out.text(began.place().cluster());
  }

  private static Fact.Began began(StateReader in) {
    return new Fact.Began(in.text(), in.instant(), new Place(in.text(), in.text(), in.text()));
  }
}
