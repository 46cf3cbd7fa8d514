package io.blinktwice.app.sizing.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How large an installation has to be, with the arithmetic: every value says what it was made of.
 *
 * <p>Processors are planned to be {@value #USED} busy at the peak, so that half of the instances
 * can be lost for a while. Every store has one copy beside it.
 */
public record SizingSheet(Demand demand, List<Section> sections) {
  static final double SECONDS_A_DAY = 86_400;
  static final double EVENTS_OF_A_RUN = 2;

  private static final double USED = 0.5;
  private static final double CORES_OF_AN_INSTANCE = 4;
  private static final int LEAST_INSTANCES = 2;
  private static final int LEAST_PARTITIONS = 24;

  /** Threads without a partition are idle, and a lost instance's are spread over the others. */
  private static final int PARTITIONS_OF_A_THREAD = 4;

  private static final double STORE_COPIES = 2;

  private static final double MEMORY_TO_SPARE = 2;

  /** Compaction lets a log grow to twice what is in it. */
  private static final double COMPACTING = 2;

  private static final double DAYS_OF_VERDICTS = 7;

  /** Of a broker's disk, so that it can lose another's partitions. */
  private static final double DISK_FILLED = 0.6;

  private static final double DISK_OF_A_BROKER = 4e12;
  private static final int LEAST_BROKERS = 3;

  /** What belongs together. */
  public record Section(String title, List<Line> lines) {}

  /** One value, in words, and how it came about. */
  public record Line(String what, String value, String arithmetic) {}

  /** What of the arithmetic is used further on. */
  private record Rates(double average, double peak, double failuresAtPeak) {}

  public static SizingSheet of(Demand demand, Costs costs) {
    double average = demand.workloads() * demand.runsPerDay() * EVENTS_OF_A_RUN / SECONDS_A_DAY;
    Rates rates =
        new Rates(
            average,
            average * demand.peak(),
            average * demand.peak() / EVENTS_OF_A_RUN * demand.failures());
    int threads = threads(rates, costs);
    return new SizingSheet(
        demand,
        List.of(
            load(demand, rates),
            pinning(demand, costs, rates, threads),
            others(costs, rates),
            kafka(demand, costs, rates, threads)));
  }

  private static Section load(Demand demand, Rates rates) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            "run events, on average",
            perSecond(rates.average()),
            "%s workloads × %s runs a day × 2 events ÷ 86,400 s"
                .formatted(count(demand.workloads()), number(demand.runsPerDay()))));
    lines.add(
        new Line(
            "run events, at the peak",
            perSecond(rates.peak()),
            "× %s at the busiest".formatted(number(demand.peak()))));
    lines.add(
        new Line(
            "failures, at the peak",
            perSecond(rates.failuresAtPeak()),
            "÷ 2 events × %s of attempts".formatted(percent(demand.failures()))));
    return new Section("Load", lines);
  }

  private static int threads(Rates rates, Costs costs) {
    return Math.max(1, (int) Math.ceil(rates.peak() * costs.pinningSeconds() / USED));
  }

  private static int instances(double cores) {
    return Math.max(LEAST_INSTANCES, (int) Math.ceil(cores / CORES_OF_AN_INSTANCE));
  }

  private static Section pinning(Demand demand, Costs costs, Rates rates, int threads) {
    int instances = instances(threads);
    double disk = demand.workloads() * costs.stateBytes() * STORE_COPIES / instances;
    double memory = costs.processBytes() * MEMORY_TO_SPARE;
    double restore = demand.workloads() / (double) instances / costs.restoredPerSecond();
    return new Section(
        "Pinning",
        List.of(
            new Line(
                "processors",
                count(threads),
                "%s × %s µs ÷ %s busy"
                    .formatted(
                        perSecond(rates.peak()),
                        number(costs.pinningSeconds() * 1e6),
                        percent(USED))),
            new Line(
                "instances",
                count(instances),
                "%s processors ÷ 4 each, 2 at least".formatted(count(threads))),
            new Line(
                "threads of each",
                count(Math.ceil((double) threads / instances)),
                "blinktwice.streams.threads: %s processors ÷ %s instances"
                    .formatted(count(threads), count(instances))),
            new Line(
                "disk of each",
                bytes(disk),
                "%s workloads × %s bytes × 2 (with a copy) ÷ %s instances"
                    .formatted(
                        count(demand.workloads()), number(costs.stateBytes()), count(instances))),
            new Line(
                "memory of each",
                bytes(memory),
                "%s × 2 to spare: its caches are bounded".formatted(bytes(costs.processBytes()))),
            new Line(
                "an instance without its disk is back after",
                duration(restore),
                "%s workloads ÷ %s instances ÷ %s a second; its copy answers meanwhile"
                    .formatted(
                        count(demand.workloads()),
                        count(instances),
                        count(costs.restoredPerSecond())))));
  }

  private static Section others(Costs costs, Rates rates) {
    double classifier = rates.failuresAtPeak() * costs.classifierSeconds() / USED;
    double rollout = rates.peak() / costs.rolloutPerThread() / USED;
    return new Section(
        "Other roles",
        List.of(
            new Line(
                "classifier",
                "%d instances of up to 4 processors".formatted(instances(classifier)),
                "%s × %s ms ÷ %s busy = %s processors"
                    .formatted(
                        perSecond(rates.failuresAtPeak()),
                        number(costs.classifierSeconds() * 1e3),
                        percent(USED),
                        number(classifier))),
            new Line(
                "roll-outs",
                "%d instances of up to 4 processors".formatted(instances(rollout)),
                "%s ÷ %s a thread ÷ %s busy = %s processors"
                    .formatted(
                        perSecond(rates.peak()),
                        count(costs.rolloutPerThread()),
                        percent(USED),
                        number(rollout))),
            new Line(
                "autoscaler, gateway",
                "2 instances each",
                "at least; not in this sheet: what a gateway carries has not been measured")));
  }

  private static Section kafka(Demand demand, Costs costs, Rates rates, int threads) {
    int partitions =
        Math.max(LEAST_PARTITIONS, roundedUp(threads * PARTITIONS_OF_A_THREAD, LEAST_PARTITIONS));
    double eventBytes =
        (1 - demand.failures() / EVENTS_OF_A_RUN) * costs.startedBytes()
            + demand.failures() / EVENTS_OF_A_RUN * costs.failedBytes();
    double events =
        rates.average() * eventBytes * SECONDS_A_DAY * demand.keptDays() * demand.copies();
    double verdicts =
        rates.average()
            / EVENTS_OF_A_RUN
            * costs.verdictBytes()
            * SECONDS_A_DAY
            * DAYS_OF_VERDICTS
            * demand.copies();
    double changelogs = demand.workloads() * costs.stateBytes() * COMPACTING * demand.copies();
    double disk = events + verdicts + changelogs;
    int brokers = Math.max(LEAST_BROKERS, (int) Math.ceil(disk / DISK_FILLED / DISK_OF_A_BROKER));
    double written =
        rates.peak()
            * (eventBytes + costs.verdictBytes() / EVENTS_OF_A_RUN + costs.changelogBytes())
            * demand.copies();
    String copies = demand.copies() + " copies";
    return new Section(
        "Kafka",
        List.of(
            new Line(
                "partitions of topics keyed by workload, for good",
                count(partitions),
                "%s threads × 4, in steps of 24".formatted(count(threads))),
            new Line(
                "run-events",
                bytes(events),
                "%s × %s bytes × 86,400 s × %s days × %s"
                    .formatted(
                        perSecond(rates.average()),
                        number(eventBytes),
                        number(demand.keptDays()),
                        copies)),
            new Line(
                "run-verdicts",
                bytes(verdicts),
                "%s ÷ 2 × %s bytes × 86,400 s × 7 days × %s"
                    .formatted(perSecond(rates.average()), number(costs.verdictBytes()), copies)),
            new Line(
                "changelogs",
                bytes(changelogs),
                "%s workloads × %s bytes × 2 (until compacted) × %s"
                    .formatted(count(demand.workloads()), number(costs.stateBytes()), copies)),
            new Line(
                "written at the peak, by all brokers",
                bytes(written) + "/s",
                "%s × (%s event + %s verdict + %s changelog) bytes × %s"
                    .formatted(
                        perSecond(rates.peak()),
                        number(eventBytes),
                        number(costs.verdictBytes() / EVENTS_OF_A_RUN),
                        number(costs.changelogBytes()),
                        copies)),
            new Line(
                "brokers",
                count(brokers),
                "%s ÷ 60 %% full ÷ 4 TB each, 3 at least".formatted(bytes(disk)))));
  }

  private static int roundedUp(int value, int step) {
    return (value + step - 1) / step * step;
  }

  private static String perSecond(double rate) {
    return number(rate) + "/s";
  }

  private static String count(double value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }

  private static String percent(double share) {
    return number(share * 100) + " %";
  }

  /** Three digits that count; whole where they are many. */
  private static String number(double value) {
    if (value == Math.rint(value) || value >= 100) {
      return count(value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value);
  }

  private static String bytes(double value) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    int unit = 0;
    double scaled = value;
    while (scaled >= 1_000 && unit < units.length - 1) {
      scaled /= 1_000;
      unit++;
    }
    return number(scaled) + " " + units[unit];
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return number(Math.max(1, Math.ceil(seconds))) + " s";
    }
    double minutes = seconds / 60;
    return minutes < 120 ? number(Math.ceil(minutes)) + " min" : number(minutes / 60) + " h";
  }
}
