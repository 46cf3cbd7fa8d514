package io.blinktwice.router.placement.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.connect.proto.ExecutePlanRequest;

/**
 * The shape of a plan in words: kinds of relations and commands as they nest, names of tables,
 * columns and functions, SQL with its literals masked; never a value.
 *
 * <p>Workloads are recognised by these words ({@code WorkloadIdentity.PlanShape}), so which they
 * are is a contract: words that change need a new name there. What clients of different versions
 * send for the same thing gives the same words: SQL is SQL, in whichever field it stands.
 */
public final class PlanWords {
  /** What comes behind so many says no more about whose plan it is. */
  static final int MOST_WORDS = 2_000;

  private static final int MOST_SQL = 1 << 16;
  private static final int LONGEST_NAME = 512;
  private static final String MORE = "…";
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** Nothing in them is asked for: values, types, data, and what a client notes for itself. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Literal",
          "DataType",
          "RelationCommon",
          "ExpressionCommon",
          "StorageLevel",
          "ResourceInformation",
          "Any");

  /** Their place says enough: the words of SQL are its own. */
  private static final Set<String> SILENT = Set.of("sql", "sql_command");

  private PlanWords() {}

  /** Empty where the request cannot be walked to its end, or runs no plan. */
  public static Optional<List<String>> of(byte[] executePlanRequest) {
    Reading reading = new Reading();
    boolean whole =
        PlanWalk.through(executePlanRequest, ExecutePlanRequest.getDescriptor(), reading);
    return whole && reading.whole && !reading.words.isEmpty()
        ? Optional.of(List.copyOf(reading.words))
        : Optional.empty();
  }

  /** Those of a plan that is nothing but this text. */
  public static List<String> ofSql(String text) {
    Reading reading = new Reading();
    reading.sql(text);
    return List.copyOf(reading.words);
  }

  private static final class Reading implements PlanWalk.Visitor {
    private final List<String> words = new ArrayList<>();

    /** Of the relations around: whether a bracket is open for it. */
    private final Deque<Boolean> brackets = new ArrayDeque<>();

    private final CompressedPlan compressed = new CompressedPlan();
    private boolean insidePlan;
    private boolean whole = true;

    private void add(String word) {
      if (words.size() < MOST_WORDS) {
        words.add(word);
      } else if (words.size() == MOST_WORDS) {
        words.add(MORE);
      }
    }

    @Override
    public boolean enter(
        FieldDescriptor field, Descriptor message, byte[] bytes, int from, int to) {
      if (!insidePlan) {
        insidePlan = message.getName().equals("Plan");
        return insidePlan;
      }
      if (LEFT_OUT.contains(message.getName())) {
        return false;
      }
      if (message.getName().equals("Relation")) {
        brackets.push(false);
      } else if (message.getName().equals("CompressedOperation")) {
        compressed.begins();
      }
      kind(field);
      return true;
    }

    private void kind(FieldDescriptor field) {
      String within = field.getContainingType().getName();
      boolean relation = within.equals("Relation");
      if (!relation && !within.equals("Command") && !within.equals("Catalog")
          || SILENT.contains(field.getName())) {
        return;
      }
      add(field.getName());
      if (relation && !brackets.isEmpty() && !brackets.peek()) {
        brackets.pop();
        brackets.push(true);
        add("(");
      }
    }

    @Override
    public void leave(Descriptor message) {
      switch (message.getName()) {
        case "Relation" -> {
          if (!brackets.isEmpty() && brackets.pop()) {
            add(")");
          }
        }
        case "Plan" -> insidePlan = false;
        case "CompressedOperation" -> inflate();
        default -> {}
      }
    }

    /** Which of several kinds it is; numbers say how much, which is a value. */
    @Override
    public void number(FieldDescriptor field, long value) {
      if (!insidePlan) {
        return;
      }
      if (field.getContainingType().getName().equals("CompressedOperation")) {
        if (field.getName().equals("op_type")) {
          compressed.isOfType(value);
        }
      } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
        add(field.getName() + "=" + value);
      }
    }

    @Override
    public void text(FieldDescriptor field, byte[] bytes, int from, int to) {
      if (!insidePlan) {
        return;
      }
      switch (field.getContainingType().getName() + "." + field.getName()) {
        case "CompressedOperation.data" -> compressed.has(bytes, from, to);
        case "SQL.query", "SqlCommand.sql" -> sql(string(bytes, from, to, MOST_SQL));
        case "NamedTable.unparsed_identifier",
            "SaveTable.table_name",
            "WriteOperationV2.table_name",
            "MergeIntoTableCommand.target_table_name" ->
            name("table", string(bytes, from, to, LONGEST_NAME));
        case "UnresolvedAttribute.unparsed_identifier" ->
            name("column", string(bytes, from, to, LONGEST_NAME));
        case "UnresolvedFunction.function_name",
            "CallFunction.function_name",
            "UnresolvedTableValuedFunction.function_name",
            "CommonInlineUserDefinedFunction.function_name",
            "CommonInlineUserDefinedTableFunction.function_name" ->
            name("function", string(bytes, from, to, LONGEST_NAME));
        case "DataSource.format", "WriteOperation.source", "WriteOperationV2.provider" ->
            name("format", string(bytes, from, to, LONGEST_NAME));
        case "DataSource.paths", "WriteOperation.path" ->
            path(string(bytes, from, to, LONGEST_NAME));
        default -> {}
      }
    }

    private static String string(byte[] bytes, int from, int to, int longest) {
      return new String(bytes, from, Math.min(longest, to - from), StandardCharsets.UTF_8);
    }

    private void name(String what, String name) {
      if (!name.isEmpty()) {
        add(what + " " + name.toLowerCase(Locale.ROOT));
      }
    }

    /** Numbers in it are days and parts as a rule; of many files that differ in them one counts. */
    private void path(String path) {
      String word = "path " + DIGITS.matcher(path).replaceAll("#");
      if (words.isEmpty() || !words.getLast().equals(word)) {
        add(word);
      }
    }

    private void sql(String text) {
      String masked = text.isEmpty() ? "" : SqlShape.of(text).masked();
      if (!masked.isEmpty()) {
        add("sql " + masked);
      }
    }

    private void inflate() {
      Optional<byte[]> plan = compressed.inflated();
      whole &=
          plan.isPresent()
              && enter(compressed.field(), compressed.message(), plan.get(), 0, plan.get().length)
              && PlanWalk.through(plan.get(), compressed.message(), this);
    }
  }
}
