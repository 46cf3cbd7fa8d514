package io.blinktwice.rollout.health.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.judge.decision.ReleaseJudge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is counted of one version: all its runs, and by wave while it rolls out. */
public final class VersionCounts {
  private static final int FORMAT = 1;

  /** As often is a version told of that merely runs. */
  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  /** The control first, then a wave each. */
  private final List<WaveCounts> waves = new ArrayList<>();

  private long runs;
  private long userVisible;
  private long activePins;
  private Instant evidenceAt = Instant.EPOCH;
  private Instant toldAt = Instant.EPOCH;
  private boolean changed;

  /** With the judge of its roll-out, where it has one. */
  void hear(String version, News news, @Nullable ReleaseJudge judge) {
    switch (news) {
      case News.Clean clean -> {
        boolean here = clean.version().equals(version);
        ran(news, here);
        counts(news, clean.startedAt(), here, judge)
            .forEach(wave -> wave.clean(clean.place().workspace(), here && clean.before() == 0));
      }
      case News.Suspected failure ->
          failed(failure, failure.startedAt(), failure.version().equals(version), judge);
      case News.Failed failure ->
          failed(failure, failure.at(), failure.version().equals(version), judge);
      case News.Retried retry -> {
        boolean here = retry.version().equals(version);
        boolean first = judge != null && !judge.hasBet(retry.unit());
        if (retry.repaired()) {
          counts(news, retry.at(), here, judge).forEach(wave -> wave.repaired(first));
        }
      }
      case News.Pinned pinned -> pinned(version, pinned, judge);
      case News.Counted _, News.Forgotten _ -> {}
    }
  }

  private void failed(News news, Instant startedAt, boolean here, @Nullable ReleaseJudge judge) {
    Fact.Ending ending =
        switch (news) {
          case News.Suspected suspected -> suspected.ending();
          case News.Failed failed -> failed.ending();
          default -> throw new IllegalArgumentException("no failure: " + news);
        };
    ran(news, here);
    userVisible += here && ending.suspect() && ending.userVisible() ? 1 : 0;
    counts(news, startedAt, here, judge).forEach(wave -> wave.failed(ending));
  }

  private void ran(News news, boolean here) {
    if (here) {
      runs++;
      evidenceAt = news.at().isAfter(evidenceAt) ? news.at() : evidenceAt;
      changed = true;
    }
  }

  /** None without a roll-out, or for a run on the version that no draw had put there. */
  private List<WaveCounts> counts(
      News news, Instant at, boolean here, @Nullable ReleaseJudge judge) {
    if (judge == null) {
      return List.of();
    }
    int wave = here ? judge.waveOf(news.unit(), at) + 1 : 0;
    if (here && wave == 0) {
      return List.of();
    }
    while (waves.size() <= wave) {
      waves.add(new WaveCounts());
    }
    changed = true;
    return List.of(waves.get(wave));
  }

  private void pinned(String version, News.Pinned pinned, @Nullable ReleaseJudge judge) {
    if (!pinned.pin().awayFrom().equals(version)) {
      return;
    }
    changed = true;
    activePins = Math.max(0, activePins + (pinned.pin().ended() ? -1 : 1));
    if (!pinned.pin().ended()) {
      counts(pinned, pinned.at(), true, judge)
          .forEach(wave -> wave.pinned(pinned.pin().forPerformance()));
    }
  }

  /** A roll-out begins: its waves are counted from nothing. */
  void beginWaves() {
    waves.clear();
    changed = true;
  }

  /**
   * Whether something is to be told that was not; it counts as told from now on. While a version
   * rolls out somebody waits for each beat's news of it.
   */
  boolean isToBeTold(Instant now, boolean decided, boolean rolling) {
    boolean due = changed && (rolling || !now.isBefore(toldAt.plus(TOLD_EVERY)));
    if (!decided && !due) {
      return false;
    }
    changed = false;
    toldAt = now;
    return true;
  }

  public List<WaveCounts> waves() {
    return List.copyOf(waves);
  }

  public long runs() {
    return runs;
  }

  public long userVisible() {
    return userVisible;
  }

  public long activePins() {
    return activePins;
  }

  public Instant evidenceAt() {
    return evidenceAt;
  }

  /** The share of its runs without a failure by it that a user saw; none before the first run. */
  public OptionalDouble successRate() {
    return runs == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (runs - userVisible) / runs);
  }

  byte[] bytes() {
    StateWriter out = new StateWriter(FORMAT);
    out.number(waves.size());
    waves.forEach(wave -> wave.write(out));
    out.count(runs);
    out.count(userVisible);
    out.count(activePins);
    out.time(evidenceAt);
    out.time(toldAt);
    out.flag(changed);
    return out.bytes();
  }

  static VersionCounts of(byte[] bytes) {
    StateReader in = new StateReader(bytes, FORMAT);
    VersionCounts read = new VersionCounts();
    read.waves.addAll(in.list(WaveCounts::read));
    read.runs = in.count();
    read.userVisible = in.count();
    read.activePins = in.count();
    read.evidenceAt = in.instant();
    read.toldAt = in.instant();
    read.changed = in.flag();
    return read;
  }
}
