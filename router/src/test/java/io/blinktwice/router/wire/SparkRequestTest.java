package io.blinktwice.router.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.StatementKind;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import java.util.Random;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.CreateDataFrameViewCommand;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Filter;
import org.apache.spark.connect.proto.MapPartitions;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Range;
import org.apache.spark.connect.proto.ReattachOptions;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SqlCommand;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.connect.proto.WriteOperation;
import org.junit.jupiter.api.Test;

class SparkRequestTest {
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion NEW = new EngineVersion("4.2.0");

  @Test
  void sessionUserAndOperationAreRead() throws Exception {
    byte[] message =
        ExecutePlanRequest.newBuilder()
            .setSessionId("s1")
            .setUserContext(UserContext.newBuilder().setUserId("alice"))
            .setOperationId("op1")
            .setClientObservedServerSideSessionId("seen")
            .addRequestOptions(
                ExecutePlanRequest.RequestOption.newBuilder()
                    .setReattachOptions(ReattachOptions.newBuilder().setReattachable(true)))
            .setPlan(Plan.newBuilder().setRoot(range()))
            .build()
            .toByteArray();
    SparkRequest request = SparkRequest.read("ExecutePlan", message);
    assertEquals("s1", request.session());
    assertEquals("alice", request.user());
    assertTrue(request.resumed());
    assertEquals(new Purpose.Execute("op1", true, PlanMeaning.READ), request.purpose());
  }

  @Test
  void aMethodThatIsNotKnownIsReadToo() throws Exception {
    byte[] message = ConfigRequest.newBuilder().setSessionId("s1").build().toByteArray();
    SparkRequest request = SparkRequest.read("BrandNew", message);
    assertEquals("s1", request.session());
    assertFalse(request.resumed());
    assertInstanceOf(Purpose.Other.class, request.purpose());
  }

  @Test
  void aRequestWithoutASessionIsRefused() {
    assertThrows(SparkRequest.Unreadable.class, () -> SparkRequest.read("Config", new byte[0]));
  }

  @Test
  void anyBytesAreReadOrRefused() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      for (String method : new String[] {"ExecutePlan", "AnalyzePlan", "Config", "Other"}) {
        try {
          assertFalse(SparkRequest.read(method, noise).session().isEmpty());
        } catch (SparkRequest.Unreadable e) {
          assertTrue(String.valueOf(e.getMessage()).startsWith("the request"), "seed " + seed);
        }
      }
      SparkResponse.read(noise);
      assertEquals(noise.length, OlderEngines.adapted("Config", noise, OLD).length);
    }
  }

  @Test
  void plansAreJudgedByAllThatStandsInThem() throws Exception {
    assertEquals(StatementKind.READ, root(filter(range())));
    assertEquals(StatementKind.READ, root(filter(sql("SELECT 1"))));
    assertEquals(StatementKind.MAY_WRITE, root(filter(sql("INSERT INTO t VALUES (1)"))));
    assertEquals(
        StatementKind.MAY_WRITE,
        root(
            Relation.newBuilder()
                .setMapPartitions(MapPartitions.newBuilder().setInput(range()))
                .build()));
    assertEquals(StatementKind.MAY_WRITE, root(Relation.getDefaultInstance()));
    assertEquals(StatementKind.MAY_WRITE, kind(Plan.getDefaultInstance()));
  }

  @Test
  void commandsAreJudgedByTheirKindAndText() throws Exception {
    assertEquals(
        StatementKind.MAY_WRITE,
        command(Command.newBuilder().setWriteOperation(WriteOperation.getDefaultInstance())));
    assertEquals(
        StatementKind.SESSION_STATE,
        command(
            Command.newBuilder()
                .setCreateDataframeView(
                    CreateDataFrameViewCommand.newBuilder().setInput(range()))));
    assertEquals(
        StatementKind.READ, command(sqlCommand(SqlCommand.newBuilder().setSql("SELECT 1"))));
    assertEquals(
        StatementKind.MAY_WRITE,
        command(sqlCommand(SqlCommand.newBuilder().setInput(sql("DROP TABLE t")))));
    assertEquals(StatementKind.MAY_WRITE, command(Command.newBuilder()));
  }

  @Test
  void aCompressedPlanMayWriteWhereverItStands() throws Exception {
    Plan compressed =
        Plan.newBuilder()
            .setCompressedOperation(Plan.CompressedOperation.getDefaultInstance())
            .build();
    assertEquals(StatementKind.MAY_WRITE, kind(compressed));
    byte[] analyze =
        AnalyzePlanRequest.newBuilder()
            .setSessionId("s")
            .setSchema(AnalyzePlanRequest.Schema.newBuilder().setPlan(compressed))
            .build()
            .toByteArray();
    assertEquals(
        new Purpose.Analyze(PlanMeaning.unknown("a compressed plan")),
        SparkRequest.read("AnalyzePlan", analyze).purpose());
  }

  @Test
  void anOldEngineGetsTheTextWhereItLooksForIt() throws Exception {
    byte[] message =
        execute(
                Plan.newBuilder()
                    .setCommand(sqlCommand(SqlCommand.newBuilder().setInput(sql("SELECT 1"))))
                    .build())
            .toByteArray();
    assertSame(message, OlderEngines.adapted("ExecutePlan", message, NEW));
    SqlCommand adapted =
        ExecutePlanRequest.parseFrom(OlderEngines.adapted("ExecutePlan", message, OLD))
            .getPlan()
            .getCommand()
            .getSqlCommand();
    assertEquals("SELECT 1", adapted.getSql());
    assertEquals("SELECT 1", adapted.getInput().getSql().getQuery());

    byte[] plain = execute(Plan.newBuilder().setRoot(range()).build()).toByteArray();
    assertSame(plain, OlderEngines.adapted("ExecutePlan", plain, OLD));
  }

  @Test
  void onlyItsOwnMessageSaysThatAResultIsComplete() {
    ExecutePlanResponse batch =
        ExecutePlanResponse.newBuilder()
            .setSessionId("s")
            .setArrowBatch(
                ExecutePlanResponse.ArrowBatch.newBuilder()
                    .setData(ByteString.copyFrom(new byte[100_000])))
            .build();
    assertFalse(SparkResponse.read(batch.toByteArray()).complete());
    ExecutePlanResponse last =
        ExecutePlanResponse.newBuilder()
            .setResultComplete(ExecutePlanResponse.ResultComplete.getDefaultInstance())
            .build();
    assertTrue(SparkResponse.read(last.toByteArray()).complete());
  }

  private static StatementKind root(Relation relation) throws SparkRequest.Unreadable {
    return kind(Plan.newBuilder().setRoot(relation).build());
  }

  private static StatementKind command(Command.Builder command) throws SparkRequest.Unreadable {
    return kind(Plan.newBuilder().setCommand(command).build());
  }

  private static StatementKind kind(Plan plan) throws SparkRequest.Unreadable {
    SparkRequest request = SparkRequest.read("ExecutePlan", execute(plan).toByteArray());
    return assertInstanceOf(Purpose.Execute.class, request.purpose()).meaning().kind();
  }

  private static ExecutePlanRequest execute(Plan plan) {
    return ExecutePlanRequest.newBuilder().setSessionId("s").setPlan(plan).build();
  }

  private static Command.Builder sqlCommand(SqlCommand.Builder command) {
    return Command.newBuilder().setSqlCommand(command);
  }

  private static Relation range() {
    return Relation.newBuilder().setRange(Range.newBuilder().setEnd(5)).build();
  }

  private static Relation sql(String text) {
    return Relation.newBuilder().setSql(SQL.newBuilder().setQuery(text)).build();
  }

  private static Relation filter(Relation input) {
    return Relation.newBuilder().setFilter(Filter.newBuilder().setInput(input)).build();
  }
}
