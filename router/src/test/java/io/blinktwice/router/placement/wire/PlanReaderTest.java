package io.blinktwice.router.placement.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.blinktwice.router.placement.size.decision.PlanFeatures;
import io.blinktwice.router.placement.size.decision.PlanFeatures.Trait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.connect.proto.Aggregate;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.CompressionCodec;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.Filter;
import org.apache.spark.connect.proto.Join;
import org.apache.spark.connect.proto.Limit;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Range;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.RelationCommon;
import org.apache.spark.connect.proto.SqlCommand;
import org.junit.jupiter.api.Test;

class PlanReaderTest {
  @Test
  void countsWhatThePlanHas() {
    Relation join =
        Relation.newBuilder()
            .setJoin(Join.newBuilder().setLeft(table("a")).setRight(range(1_000_000)))
            .build();
    PlanFeatures read = read(relation(filtered(join, 5)));
    assertEquals(4, read.count(Trait.NODES));
    assertEquals(1, read.count(Trait.JOINS));
    assertEquals(1, read.count(Trait.FILTERS));
    assertEquals(1_000_000, read.count(Trait.RANGE_ROWS));
    assertEquals(List.of("a"), read.sources());
    assertTrue(read.complete());
  }

  @Test
  void literalsLimitsAndPlanIdsDoNotChangeTheMaskedFingerprint() {
    PlanFeatures one = read(relation(limited(filtered(table("a"), 5), 10, 1)));
    PlanFeatures other = read(relation(limited(filtered(table("a"), 6), 20, 2)));
    PlanFeatures again = read(relation(limited(filtered(table("a"), 5), 10, 99)));
    assertEquals(one.masked(), other.masked());
    assertNotEquals(one.exact(), other.exact());
    assertEquals(one.exact(), again.exact());
    assertNotEquals(one.masked(), read(relation(limited(filtered(table("b"), 5), 10, 1))).masked());
  }

  @Test
  void datesInPathsAreMasked() {
    assertEquals(
        read(relation(path("s3://lake/events/date=2026-11-29"))).masked(),
        read(relation(path("s3://lake/events/date=2026-11-30"))).masked());
  }

  @Test
  void readsSqlAsText() {
    String sql =
        "SELECT k, count(*) FROM sales s JOIN range(5000000) r ON s.id = r.id -- comment FROM x\n"
            + " WHERE s.day = '2026-11-30' AND s.id IN (1, 2, 3) GROUP BY k ORDER BY 2";
    PlanFeatures read = read(sql(sql));
    assertEquals(1, read.count(Trait.JOINS));
    assertEquals(1, read.count(Trait.AGGREGATES));
    assertEquals(1, read.count(Trait.SORTS));
    assertEquals(5_000_000, read.count(Trait.RANGE_ROWS));
    assertEquals(List.of("sales", "range"), read.sources());
    PlanFeatures other =
        read(sql(sql.replace("2026-11-30", "2025-01-01").replace("1, 2, 3", "7, 8")));
    assertEquals(read.masked(), other.masked());
    assertNotEquals(read.exact(), other.exact());
  }

  @Test
  void aCompressedPlanIsReadAsIfItWereNot() {
    Relation relation = filtered(table("a"), 5);
    PlanFeatures read = read(compressed(relation.toByteArray()));
    assertEquals(1, read.count(Trait.FILTERS));
    assertEquals(List.of("a"), read.sources());
    assertTrue(read.complete());
  }

  // Bad input.

  @Test
  void aZipBombIsLeftAlone() {
    byte[] bomb = Zstd.compress(new byte[CompressedPlan.MOST_INFLATED + 1]);
    assertTrue(bomb.length < 100_000);
    assertFalse(read(compressed(bomb, false)).complete());
  }

  @Test
  void aPlanThatIsNoZstdIsIncomplete() {
    assertFalse(read(compressed(new byte[] {1, 2, 3}, false)).complete());
  }

  @Test
  void aPlanNestedAThousandDeepIsRead() throws IOException {
    PlanFeatures read = PlanReader.read(nested(1_000));
    assertEquals(1_001, read.count(Trait.NODES));
    assertTrue(read.complete());
  }

  @Test
  void aPlanNestedDeeperThanAnyServerTakesIsGivenUp() throws IOException {
    assertFalse(PlanReader.read(nested(6_000)).complete());
  }

  @Test
  void anyBytesGiveAnAnswer() {
    byte[] good = sql("SELECT * FROM t JOIN u").toByteArray();
    for (long seed = 1; seed <= 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(2 * good.length));
      for (int i = 0; i < 5; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertEquals(32, PlanReader.read(bytes).masked().length(), "seed " + seed);
    }
  }

  private static PlanFeatures read(ExecutePlanRequest request) {
    return PlanReader.read(request.toByteArray());
  }

  /** Filters upon filters, written from the inside without a recursion that would overflow. */
  private static byte[] nested(int depth) throws IOException {
    byte[] relation = table("a").toByteArray();
    for (int i = 0; i < depth; i++) {
      relation = field(Relation.FILTER_FIELD_NUMBER, field(Filter.INPUT_FIELD_NUMBER, relation));
    }
    return field(ExecutePlanRequest.PLAN_FIELD_NUMBER, field(Plan.ROOT_FIELD_NUMBER, relation));
  }

  private static byte[] field(int number, byte[] value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length + 8);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, value);
    out.flush();
    return bytes.toByteArray();
  }

  private static ExecutePlanRequest relation(Relation root) {
    return request(Plan.newBuilder().setRoot(root));
  }

  private static ExecutePlanRequest sql(String text) {
    return request(
        Plan.newBuilder()
            .setCommand(Command.newBuilder().setSqlCommand(SqlCommand.newBuilder().setSql(text))));
  }

  private static ExecutePlanRequest compressed(byte[] relation) {
    return compressed(Zstd.compress(relation), true);
  }

  private static ExecutePlanRequest compressed(byte[] data, boolean known) {
    Plan.CompressedOperation.Builder operation =
        Plan.CompressedOperation.newBuilder()
            .setData(ByteString.copyFrom(data))
            .setOpType(Plan.CompressedOperation.OpType.OP_TYPE_RELATION);
    if (known) {
      operation.setCompressionCodec(CompressionCodec.COMPRESSION_CODEC_ZSTD);
    }
    return request(Plan.newBuilder().setCompressedOperation(operation));
  }

  private static ExecutePlanRequest request(Plan.Builder plan) {
    return ExecutePlanRequest.newBuilder().setSessionId("s").setPlan(plan).build();
  }

  private static Relation table(String name) {
    return Relation.newBuilder()
        .setRead(
            Read.newBuilder()
                .setNamedTable(Read.NamedTable.newBuilder().setUnparsedIdentifier(name)))
        .build();
  }

  private static Relation path(String path) {
    return Relation.newBuilder()
        .setRead(
            Read.newBuilder()
                .setDataSource(Read.DataSource.newBuilder().setFormat("parquet").addPaths(path)))
        .build();
  }

  private static Relation range(long rows) {
    return Relation.newBuilder()
        .setRange(Range.newBuilder().setStart(0).setEnd(rows).setStep(1))
        .build();
  }

  private static Relation filtered(Relation input, int literal) {
    return Relation.newBuilder()
        .setFilter(
            Filter.newBuilder()
                .setInput(input)
                .setCondition(
                    Expression.newBuilder()
                        .setLiteral(Expression.Literal.newBuilder().setInteger(literal))))
        .build();
  }

  private static Relation limited(Relation input, int limit, long planId) {
    return Relation.newBuilder()
        .setCommon(RelationCommon.newBuilder().setPlanId(planId))
        .setLimit(Limit.newBuilder().setInput(input).setLimit(limit))
        .build();
  }

  @Test
  void aggregatesAreCounted() {
    Relation aggregate =
        Relation.newBuilder().setAggregate(Aggregate.newBuilder().setInput(table("a"))).build();
    assertEquals(1, read(relation(aggregate)).count(Trait.AGGREGATES));
  }
}
