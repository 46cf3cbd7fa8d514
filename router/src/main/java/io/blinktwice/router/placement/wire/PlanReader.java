package io.blinktwice.router.placement.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.blinktwice.router.placement.size.decision.PlanFeatures;
import io.blinktwice.router.placement.size.decision.PlanFeatures.Trait;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.connect.proto.ExecutePlanRequest;

/** Reads the features of a plan from the request that asks for it to be executed. */
public final class PlanReader {
  private static final int MOST_SOURCES = 32;
  private static final int MOST_SQL = 1 << 20;
  private static final Pattern DATES = Pattern.compile("\\d+");

  private PlanReader() {}

  /** Whatever the bytes are, there is an answer: what cannot be read has no features. */
  public static PlanFeatures read(byte[] executePlanRequest) {
    Reading reading = new Reading();
    boolean complete =
        PlanWalk.through(executePlanRequest, ExecutePlanRequest.getDescriptor(), reading);
    return reading.features(complete && reading.complete);
  }

  private static final class Reading implements PlanWalk.Visitor {
    private final Map<Trait, Double> counts = new EnumMap<>(Trait.class);
    private final Set<String> sources = new LinkedHashSet<>();
    private final Fingerprint128 exact = new Fingerprint128();
    private final Fingerprint128 masked = new Fingerprint128();
    private boolean complete = true;
    private boolean insidePlan;
    private int literals;
    private long rangeStart;
    private long rangeStep;
    private final CompressedPlan compressed = new CompressedPlan();

    PlanFeatures features(boolean wholly) {
      return new PlanFeatures(
          exact.toString(), masked.toString(), counts, List.copyOf(sources), wholly);
    }

    private void count(Trait trait, double howMuch) {
      counts.merge(trait, howMuch, Double::sum);
    }

    private void atLeast(Trait trait, double value) {
      counts.merge(trait, value, Math::max);
    }

    @Override
    public boolean enter(
        FieldDescriptor field, Descriptor message, byte[] bytes, int from, int to) {
      if (!insidePlan) {
        insidePlan = message.getName().equals("Plan");
        if (insidePlan) {
          count(Trait.PLAN_BYTES, to - from);
        }
        return insidePlan;
      }
      String name = message.getName();
      if (name.equals("RelationCommon") || name.equals("ExpressionCommon")) {
        return false;
      }
      if (name.equals("Literal")) {
        literals++;
      }
      exact.add(field.getNumber());
      masked.add(literals > 0 ? 0 : field.getNumber());
      count(name);
      return true;
    }

    private void count(String message) {
      Trait trait =
          switch (message) {
            case "Relation" -> Trait.NODES;
            case "Read" -> Trait.READS;
            case "Join", "AsOfJoin", "LateralJoin" -> Trait.JOINS;
            case "Aggregate" -> Trait.AGGREGATES;
            case "Sort" -> Trait.SORTS;
            case "Window" -> Trait.WINDOWS;
            case "SetOperation" -> Trait.SET_OPERATIONS;
            case "Repartition", "RepartitionByExpression" -> Trait.REPARTITIONS;
            case "Deduplicate" -> Trait.DEDUPLICATIONS;
            case "Filter" -> Trait.FILTERS;
            case "Sample" -> Trait.SAMPLES;
            case "PythonUDF", "ScalarScalaUDF", "JavaUDF" -> Trait.USER_FUNCTIONS;
            case "MapPartitions", "GroupMap", "CoGroupMap", "ApplyInPandasWithState" ->
                Trait.USER_PARTITION_CODE;
            case "Limit", "Tail", "ShowString", "HtmlString" -> Trait.TOP_LIMITS;
            case "WriteOperation", "WriteOperationV2", "MergeIntoTableCommand" -> Trait.WRITES;
            case "SQL", "SqlCommand" -> Trait.SQL_TEXTS;
            default -> null;
          };
      if (trait != null) {
        count(trait, 1);
      }
      if (message.equals("Range")) {
        rangeStart = 0;
        rangeStep = 1;
      }
      if (message.equals("CompressedOperation")) {
        compressed.begins();
      }
    }

    @Override
    public void leave(Descriptor message) {
      switch (message.getName()) {
        case "Literal" -> literals--;
        case "Plan" -> insidePlan = false;
        case "CompressedOperation" -> inflate();
        default -> {}
      }
    }

    @Override
    public void number(FieldDescriptor field, long value) {
      if (!insidePlan || field.getName().equals("plan_id")) {
        return;
      }
      String message = field.getContainingType().getName();
      exact.add(field.getNumber());
      exact.add(value);
      boolean varies = literals > 0 || amount(message, field.getName());
      masked.add(field.getNumber());
      masked.add(varies ? 0 : value);
      if (varies && field.getJavaType() != FieldDescriptor.JavaType.DOUBLE) {
        atLeast(Trait.LARGEST_NUMBER, Math.abs((double) value));
      }
      if (message.equals("Range")) {
        range(field.getName(), value);
      } else if (message.equals("Join") && field.getName().equals("join_type") && value == 7) {
        count(Trait.CROSS_JOINS, 1);
      } else if (message.equals("CompressedOperation") && field.getName().equals("op_type")) {
        compressed.isOfType(value);
      }
    }

    private static boolean amount(String message, String field) {
      return switch (message) {
        case "Range", "Limit", "Offset", "Tail", "Sample", "ShowString" -> true;
        default -> field.equals("seed");
      };
    }

    private void range(String field, long value) {
      switch (field) {
        case "start" -> rangeStart = value;
        case "step" -> rangeStep = Math.max(1, Math.abs(value));
        case "end" -> count(Trait.RANGE_ROWS, Math.abs((double) value - rangeStart) / rangeStep);
        default -> {}
      }
    }

    @Override
    public void text(FieldDescriptor field, byte[] bytes, int from, int to) {
      if (!insidePlan) {
        return;
      }
      String message = field.getContainingType().getName();
      String name = field.getName();
      if (message.equals("CompressedOperation") && name.equals("data")) {
        compressed.has(bytes, from, to);
        return;
      }
      exact.add(field.getNumber());
      exact.add(bytes, from, to);
      masked.add(field.getNumber());
      if (literals > 0) {
        return;
      }
      switch (message + "." + name) {
        case "LocalRelation.data", "CachedLocalRelation.hash" ->
            count(Trait.LOCAL_BYTES, to - from);
        case "SQL.query", "SqlCommand.sql" ->
            sql(string(bytes, from, Math.min(to, from + MOST_SQL)));
        case "NamedTable.unparsed_identifier" -> source(string(bytes, from, to), false);
        case "DataSource.paths" -> source(string(bytes, from, to), true);
        default -> masked.add(bytes, from, to);
      }
    }

    private static String string(byte[] bytes, int from, int to) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private void source(String name, boolean path) {
      String shape = path ? DATES.matcher(name).replaceAll("#") : name;
      masked.add(shape);
      addSource(shape);
    }

    private void addSource(String name) {
      if (sources.size() < MOST_SOURCES) {
        sources.add(name.length() > 200 ? name.substring(0, 200) : name);
      }
    }

    private void sql(String text) {
      SqlShape shape = SqlShape.of(text);
      masked.add(shape.masked());
      shape.count((trait, howMuch) -> count(trait, howMuch));
      atLeast(Trait.LARGEST_NUMBER, shape.largestNumber());
      shape.sources().forEach(this::addSource);
    }

    /** Read as if it had not been compressed; what inflates beyond all measure is left alone. */
    private void inflate() {
      Optional<byte[]> inflated = compressed.inflated();
      if (inflated.isEmpty()) {
        complete = false;
        return;
      }
      byte[] plan = inflated.get();
      atLeast(Trait.PLAN_BYTES, plan.length);
      if (enter(compressed.field(), compressed.message(), plan, 0, plan.length)) {
        complete &= PlanWalk.through(plan, compressed.message(), this);
      }
    }
  }
}
