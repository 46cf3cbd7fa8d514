package io.blinktwice.router.placement.size.decision;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What can be seen of a plan before it runs.
 *
 * @param exact fingerprint with all literals
 * @param masked fingerprint with literals, limits and dates in paths left out
 * @param counts how often each thing occurs
 * @param sources tables and paths that it reads, distinct, bounded
 * @param complete whether all of it could be looked at: what is too deep or too large is not
 */
public record PlanFeatures(
    String exact,
    String masked,
    Map<Trait, Double> counts,
    List<String> sources,
    boolean complete) {

  /** What is counted. A model has one weight for each, in this order. */
  public enum Trait {
    NODES,
    READS,
    JOINS,
    CROSS_JOINS,
    AGGREGATES,
    SORTS,
    WINDOWS,
    SET_OPERATIONS,
    REPARTITIONS,
    DEDUPLICATIONS,
    FILTERS,
    GENERATORS,
    SAMPLES,
    USER_FUNCTIONS,
    USER_PARTITION_CODE,
    /** It hands rows to a person: a limit or a show on top. */
    TOP_LIMITS,
    WRITES,
    SQL_TEXTS,
    /** Bytes of data that the client sent along. */
    LOCAL_BYTES,
    /** Rows of all ranges that it makes. */
    RANGE_ROWS,
    /** The largest number in it: how much it asks for, where nothing else says so. */
    LARGEST_NUMBER,
    PLAN_BYTES
  }

  public PlanFeatures {
    counts = new EnumMap<>(counts);
    sources = List.copyOf(sources);
  }

  /** The same for every plan that says nothing. */
  public static PlanFeatures nothing() {
    return new PlanFeatures("", "", new EnumMap<>(Trait.class), List.of(), false);
  }

  public double count(Trait trait) {
    return counts.getOrDefault(trait, 0.0);
  }
}
