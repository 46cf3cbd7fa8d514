package io.blinktwice.rollout.store;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.CleanRuns;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.History;
import io.blinktwice.rollout.evidence.decision.News;
import java.time.Instant;
import java.util.List;

/**
 * Some news of one partition's workloads, in their order.
 *
 * @param partition of the topics about workloads
 * @param through number of the newest beat of which nothing more is to come from this partition
 */
public record NewsPage(int partition, long through, List<News> news) {
  /** A page stays below 150 kB. */
  public static final int MOST_NEWS = 500;

  private static final int CLEAN = 1;
  private static final int SUSPECTED = 2;
  private static final int RETRIED = 3;
  private static final int FAILED = 4;
  private static final int PINNED = 5;
  private static final int COUNTED = 6;
  private static final int FORGOTTEN = 7;

  public NewsPage {
    news = List.copyOf(news);
  }

  public byte[] bytes() {
    StateWriter out = new StateWriter(FactBytes.FORMAT);
    out.number(partition);
    out.count(through);
    out.number(news.size());
    news.forEach(each -> write(each, out));
    return out.bytes();
  }

  public static NewsPage of(byte[] bytes) {
    StateReader in = new StateReader(bytes, FactBytes.WITHOUT_LOTS, FactBytes.FORMAT);
    return new NewsPage(in.number(), in.count(), in.list(NewsPage::read));
  }

  private static void write(News news, StateWriter out) {
    out.number(kind(news));
    out.time(news.at());
    out.text(news.unit());
    switch (news) {
      case News.Clean clean -> {
        out.text(clean.name());
        out.time(clean.startedAt());
        out.text(clean.version());
        FactBytes.write(clean.place(), out);
        out.number(clean.before());
      }
      case News.Suspected failure -> {
        out.text(failure.run());
        out.time(failure.startedAt());
        out.text(failure.version());
        FactBytes.write(failure.place(), out);
        failure.history().history().write(out);
        failure.history().clean().write(out);
        FactBytes.write(failure.ending(), out);
      }
      case News.Retried retry -> {
        out.text(retry.run());
        out.text(retry.version());
        out.flag(retry.same());
        out.flag(retry.last());
        out.flag(retry.succeeded());
        out.text(retry.decision());
      }
      case News.Failed failed -> {
        out.text(failed.name());
        out.text(failed.version());
        FactBytes.write(failed.ending(), out);
      }
      case News.Pinned pinned -> FactBytes.write(pinned.pin(), out);
      case News.Counted counted -> {
        out.text(counted.name());
        counted.history().write(out);
      }
      case News.Forgotten _ -> {}
    }
  }

  private static int kind(News news) {
    return switch (news) {
      case News.Clean _ -> CLEAN;
      case News.Suspected _ -> SUSPECTED;
      case News.Retried _ -> RETRIED;
      case News.Failed _ -> FAILED;
      case News.Pinned _ -> PINNED;
      case News.Counted _ -> COUNTED;
      case News.Forgotten _ -> FORGOTTEN;
    };
  }

  private static News retried(Instant at, String unit, StateReader in) {
    String run = in.text();
    String version = in.text();
    boolean lots = in.format() > FactBytes.WITHOUT_LOTS;
    boolean same = lots && in.flag();
    boolean last = !lots || in.flag();
    return new News.Retried(at, unit, run, version, same, last, in.flag(), in.text());
  }

  private static News read(StateReader in) {
    int kind = in.number();
    Instant at = in.instant();
    String unit = in.text();
    return switch (kind) {
      case CLEAN ->
          new News.Clean(
              at, unit, in.text(), in.instant(), in.text(), FactBytes.place(in), in.number());
      case SUSPECTED ->
          new News.Suspected(
              at,
              unit,
              in.text(),
              in.instant(),
              in.text(),
              FactBytes.place(in),
              new News.Known(History.read(in), CleanRuns.read(in)),
              FactBytes.ending(in));
      case RETRIED -> retried(at, unit, in);
      case FAILED -> new News.Failed(at, unit, in.text(), in.text(), FactBytes.ending(in));
      case PINNED -> {
        Fact.Pinned pin = FactBytes.pinned(in);
        yield new News.Pinned(at, unit, pin);
      }
      case COUNTED -> new News.Counted(at, unit, in.text(), History.read(in));
      case FORGOTTEN -> new News.Forgotten(at, unit);
      default -> throw new IllegalArgumentException("stored news of an unknown kind " + kind);
    };
  }
}
