package io.blinktwice.router.placement.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import io.blinktwice.router.wire.SessionIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.connect.proto.Aggregate;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.Filter;
import org.apache.spark.connect.proto.Join;
import org.apache.spark.connect.proto.Limit;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.RelationCommon;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SqlCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanWordsTest {
  private static final int PLANS = 2_000;

  /** As PySpark 4.0.4 sent them, byte by byte: two runs of one program with other values. */
  @ParameterizedTest
  @CsvSource({"sql", "dataframe", "write", "udf"})
  void realPlansOfTwoRunsReadAlike(String program) throws IOException {
    List<String> monday = PlanWords.of(recorded(program + "-monday")).orElseThrow();
    assertEquals(monday, PlanWords.of(recorded(program + "-tuesday")).orElseThrow());
    assertNotEquals(monday, PlanWords.of(recorded(program + "-other-table")).orElseThrow());
    String words = String.join("\n", monday);
    for (String value : List.of("2026", "monday", "4711", "hunter2")) {
      assertFalse(words.contains(value), words);
    }
  }

  /** Fingerprints are made of these words: whoever changes them makes strangers of workloads. */
  @Test
  void realPlansReadAsTheyAlwaysDid() throws IOException {
    List<String> read = new ArrayList<>();
    for (String program : List.of("sql", "dataframe", "write", "udf")) {
      read.add(program + ": " + String.join(" ", words(program + "-monday")));
    }
    assertEquals(
        new String(resource("words.txt"), StandardCharsets.UTF_8).strip(), String.join("\n", read));
  }

  @Test
  void aRecordedClientSaysWhatItIs() throws IOException {
    assertTrue(SessionIds.clientTypeIn(recorded("sql-monday")).startsWith("_SPARK_CONNECT_PYTHON"));
  }

  @Test
  void neitherValuesNorWhatStandsBesideThePlanChangeIt() {
    for (int seed = 0; seed < PLANS; seed++) {
      List<String> one = words(request(drawn(seed, 1, "orders"), 1), false);
      assertEquals(one, words(request(drawn(seed, 2, "orders"), 99), true), "seed " + seed);
      assertNotEquals(one, words(request(drawn(seed, 1, "returns"), 1), false), "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a FROM t WHERE x = 5|select a from t where x=-7.5e-3 -- five",
        "SELECT a FROM t WHERE x IN (1, 2)|SELECT a FROM t WHERE x IN (-1, +2, 3, 4)",
        "SELECT a FROM t WHERE ok = true|SELECT a FROM t /* now */ WHERE ok = FALSE",
        "INSERT INTO t VALUES (1, 'a')|INSERT INTO t VALUES (1, 'a'), (2, 'b;c'), (3, '''')",
        "SELECT `a` FROM t LIMIT 5|SELECT a FROM t LIMIT 500",
        "SELECT a - 5 FROM t|SELECT a - 6 FROM t"
      })
  void sqlIsReadWithoutItsValues(String one, String other) {
    assertEquals(PlanWords.ofSql(one), PlanWords.ofSql(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a FROM t|SELECT a FROM u",
        "SELECT a FROM t|SELECT b FROM t",
        "SELECT a FROM t WHERE a = 1|SELECT a FROM t WHERE a > 1",
        "SELECT a - 5 FROM t|SELECT a FROM t"
      })
  void sqlOfOtherThingsIsOther(String one, String other) {
    assertNotEquals(PlanWords.ofSql(one), PlanWords.ofSql(other));
  }

  @Test
  void whereClientsPutTheSameSqlDoesNotMatter() {
    String sql = "SELECT 1 FROM t";
    Relation relation = Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql)).build();
    Plan older = command(SqlCommand.newBuilder().setSql(sql));
    Plan newer = command(SqlCommand.newBuilder().setInput(relation));
    Plan root = Plan.newBuilder().setRoot(relation).build();
    List<String> expected = PlanWords.ofSql(sql);
    for (Plan plan : List.of(older, newer, root)) {
      assertEquals(expected, words(request(plan, 1), false));
    }
  }

  @Test
  void aCompressedPlanReadsAsIfItWereNot() {
    Relation relation = drawn(3, 1, "orders");
    Plan plan =
        Plan.newBuilder()
            .setCompressedOperation(
                Plan.CompressedOperation.newBuilder()
                    .setOpType(Plan.CompressedOperation.OpType.OP_TYPE_RELATION)
                    .setData(ByteString.copyFrom(Zstd.compress(relation.toByteArray()))))
            .build();
    assertEquals(words(request(relation, 1), false), words(request(plan, 1), false));
  }

  @Test
  void whatComesBehindTheFirstThousandsOfWordsIsLeftOut() {
    Aggregate.Builder wide = Aggregate.newBuilder().setInput(table("t"));
    IntStream.range(0, 3 * PlanWords.MOST_WORDS)
        .forEach(at -> wide.addGroupingExpressions(column("c" + at)));
    List<String> words = words(request(Relation.newBuilder().setAggregate(wide).build(), 1), false);
    assertEquals(PlanWords.MOST_WORDS + 1, words.size());
    assertEquals("…", words.getLast());
  }

  @Test
  void whatCannotBeWalkedSaysNothing() {
    byte[] whole = request(drawn(1, 1, "orders"), 1).toByteArray();
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    assertTrue(PlanWords.of(cut).isEmpty());
    assertTrue(PlanWords.of(new byte[0]).isEmpty());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < PLANS; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      PlanWords.of(garbage).ifPresent(words -> assertFalse(words.isEmpty()));
    }
  }

  private static List<String> words(String program) throws IOException {
    return PlanWords.of(recorded(program)).orElseThrow();
  }

  private static byte[] recorded(String program) throws IOException {
    return resource(program + ".bin");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PlanWordsTest.class.getResourceAsStream("plans/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /**
   * @param swapped whether what is beside the plan comes behind it
   */
  private static List<String> words(ExecutePlanRequest request, boolean swapped) {
    byte[] plan = ExecutePlanRequest.newBuilder().setPlan(request.getPlan()).build().toByteArray();
    byte[] rest = request.toBuilder().clearPlan().build().toByteArray();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(swapped ? plan : rest);
    bytes.writeBytes(swapped ? rest : plan);
    return PlanWords.of(bytes.toByteArray()).orElseThrow();
  }

  private static ExecutePlanRequest request(Relation relation, int id) {
    return request(Plan.newBuilder().setRoot(relation).build(), id);
  }

  private static ExecutePlanRequest request(Plan plan, int id) {
    return ExecutePlanRequest.newBuilder()
        .setSessionId("s" + id)
        .setOperationId("o" + id)
        .addTags("tag-" + id)
        .setPlan(plan)
        .build();
  }

  private static Plan command(SqlCommand.Builder sql) {
    return Plan.newBuilder().setCommand(Command.newBuilder().setSqlCommand(sql)).build();
  }

  /** The same shape for the same seed, with other values for other ones. */
  private static Relation drawn(int shape, int values, String table) {
    return drawn(new SplittableRandom(shape), new SplittableRandom(values), table, 4);
  }

  private static Relation drawn(
      SplittableRandom shape, SplittableRandom values, String table, int depth) {
    Relation.Builder relation = Relation.newBuilder();
    switch (depth == 0 ? 0 : shape.nextInt(5)) {
      case 1 ->
          relation.setFilter(
              Filter.newBuilder()
                  .setInput(drawn(shape, values, table, depth - 1))
                  .setCondition(
                      function(
                          shape.nextBoolean() ? ">" : "==",
                          column("c" + shape.nextInt(3)),
                          literal(values))));
      case 2 ->
          relation.setJoin(
              Join.newBuilder()
                  .setLeft(drawn(shape, values, table, depth - 1))
                  .setRight(drawn(shape, values, "customers", depth - 1))
                  .setJoinTypeValue(1 + shape.nextInt(3)));
      case 3 ->
          relation.setLimit(
              Limit.newBuilder()
                  .setInput(drawn(shape, values, table, depth - 1))
                  .setLimit(values.nextInt(1, 1_000)));
      case 4 ->
          relation.setSql(
              SQL.newBuilder()
                  .setQuery(
                      "SELECT * FROM %s WHERE d = '%d' AND n < %d"
                          .formatted(table, values.nextInt(), values.nextInt())));
      default -> relation.setRead(table(table).getRead());
    }
    return relation
        .setCommon(RelationCommon.newBuilder().setPlanId(values.nextLong(1, 1_000)))
        .build();
  }

  private static Relation table(String name) {
    return Relation.newBuilder()
        .setRead(
            Read.newBuilder()
                .setNamedTable(Read.NamedTable.newBuilder().setUnparsedIdentifier(name)))
        .build();
  }

  private static Expression column(String name) {
    return Expression.newBuilder()
        .setUnresolvedAttribute(
            Expression.UnresolvedAttribute.newBuilder().setUnparsedIdentifier(name))
        .build();
  }

  private static Expression literal(SplittableRandom values) {
    Expression.Literal.Builder literal = Expression.Literal.newBuilder();
    if (values.nextBoolean()) {
      literal.setLong(values.nextLong());
    } else {
      literal.setString("v" + values.nextInt());
    }
    return Expression.newBuilder().setLiteral(literal).build();
  }

  private static Expression function(String name, Expression... arguments) {
    return Expression.newBuilder()
        .setUnresolvedFunction(
            Expression.UnresolvedFunction.newBuilder()
                .setFunctionName(name)
                .addAllArguments(List.of(arguments)))
        .build();
  }
}
