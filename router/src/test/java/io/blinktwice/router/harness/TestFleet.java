package io.blinktwice.router.harness;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RunEvent;
import io.blinktwice.router.effect.Gateway;
import io.blinktwice.router.effect.OperationFigures;
import io.blinktwice.router.effect.SessionLog;
import io.blinktwice.router.placement.effect.PlacementDesk;
import io.blinktwice.router.proxy.AccessLog;
import io.blinktwice.router.proxy.Entrance;
import io.blinktwice.router.proxy.Front;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.kafka.TraceParent;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.KeyValue;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.apache.spark.connect.proto.SqlCommand;
import org.jspecify.annotations.Nullable;

/** A gateway between a client, two servers of two versions and a control plane. */
public final class TestFleet implements AutoCloseable {
  public final SparkService old = new SparkService();
  public final SparkService recent = new SparkService();
  public final FakeResolve controlPlane = new FakeResolve();
  public final List<RunEvent> events = new CopyOnWriteArrayList<>();

  /** Of the events, in their order. */
  public final List<TraceParent> traces = new CopyOnWriteArrayList<>();

  public final List<RoutingDecision> decisions = new CopyOnWriteArrayList<>();

  /** Of the decisions, in their order. */
  public final List<String> causes = new CopyOnWriteArrayList<>();

  /** Of the access log. */
  public final List<AccessLog.Line> lines = new CopyOnWriteArrayList<>();

  public final List<PlacementDemand> demands = new CopyOnWriteArrayList<>();

  /** How much later it is for the placement. */
  public volatile Duration ahead = Duration.ZERO;

  /** Of the gateway that was made last. */
  public volatile PlacementDesk desk;

  private final WorkspaceLimits limits;
  private final boolean recogniseByPlans;
  public final Gateway gateway;
  private final Replica first;

  public TestFleet() throws IOException {
    this(SessionLog.none());
  }

  public TestFleet(SessionLog log) throws IOException {
    this(log, Entrance.open());
  }

  public TestFleet(SessionLog log, Entrance entrance) throws IOException {
    this(log, entrance, WorkspaceLimits.NONE);
  }

  public TestFleet(SessionLog log, Entrance entrance, WorkspaceLimits limits) throws IOException {
    this(log, entrance, limits, false);
  }

  /** With a gateway that recognises sessions by their plans where they declare no workload. */
  public static TestFleet recognising() throws IOException {
    return new TestFleet(SessionLog.none(), Entrance.open(), WorkspaceLimits.NONE, true);
  }

  private TestFleet(
      SessionLog log, Entrance entrance, WorkspaceLimits limits, boolean recogniseByPlans)
      throws IOException {
    this.limits = limits;
    this.recogniseByPlans = recogniseByPlans;
    controlPlane.says("4.2.0");
    controlPlane.warmUp();
    desk = newDesk();
    first = replica(log, entrance, desk);
    gateway = first.gateway;
    tell("old", "3.5.7", old.port(), ClusterState.READY);
    tell("recent", "4.2.0", recent.port(), ClusterState.READY);
    recent.serverSession = "first-server";
  }

  /** A gateway that has heard of nothing yet. */
  public Replica replica(SessionLog log) throws IOException {
    desk = newDesk();
    return replica(log, Entrance.open(), desk);
  }

  private Replica replica(SessionLog log, Entrance entrance, PlacementDesk desk)
      throws IOException {
    return new Replica(
        new Gateway(
            new Gateway.Settings(
                new Front(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    InsecureServerCredentials.create(),
                    entrance),
                controlPlane.url(),
                new EngineVersion("3.5.7"),
                Duration.ofMillis(300),
                Duration.ofMillis(50),
                null,
                null,
                recogniseByPlans,
                limits,
                lines::add),
            told -> {
              traces.add(told.trace());
              events.add(told.event());
            },
            log,
            OperationFigures.none(),
            desk));
  }

  private PlacementDesk newDesk() {
    return new PlacementDesk(
        new PlacementDesk.Settings("test", 2, Duration.ofMillis(20), null),
        () -> Instant.now().plus(ahead),
        new PlacementDesk.Audience() {
          @Override
          public void decided(RoutingDecision decision, @Nullable TraceParent cause) {
            causes.add(cause == null ? "" : cause.trace());
            decisions.add(decision);
          }

          @Override
          public void wants(PlacementDemand demand) {
            demands.add(demand);
          }
        });
  }

  public void tell(String cluster, String version, int port, ClusterState state) {
    first.tell(cluster, version, port, state);
  }

  /** A server of this size class and memory. */
  public void tell(String cluster, String version, int port, String size, long memoryBytes) {
    first.tell(
        cluster,
        record(cluster, version, port, ClusterState.READY)
            .setSize(size)
            .setMemoryBytes(memoryBytes)
            .build());
  }

  private static ClusterLifecycle.Builder record(
      String cluster, String version, int port, ClusterState state) {
    return ClusterLifecycle.newBuilder()
        .setCluster(cluster)
        .setVersion(version)
        .setState(state)
        .setAddress("127.0.0.1:" + port)
        .setPid(1L)
        .setAt(Instant.EPOCH);
  }

  public SparkConnectServiceBlockingStub client(Map<String, String> headers) {
    return first.client(headers);
  }

  /** One gateway and its clients. */
  public static final class Replica implements AutoCloseable {
    public final Gateway gateway;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private Replica(Gateway gateway) {
      this.gateway = gateway;
    }

    public void tell(String cluster, String version, int port, ClusterState state) {
      tell(cluster, record(cluster, version, port, state).build());
    }

    private void tell(String cluster, ClusterLifecycle record) {
      gateway.clusters().on(new TopicView.Record<>(cluster, record, 0, 0, Instant.EPOCH));
    }

    public SparkConnectServiceBlockingStub client(Map<String, String> headers) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()))
              .usePlaintext()
              .build();
      channels.add(channel);
      Metadata metadata = new Metadata();
      headers.forEach(
          (name, value) ->
              metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
      return SparkConnectServiceGrpc.newBlockingStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    @Override
    public void close() {
      channels.forEach(ManagedChannel::shutdownNow);
      gateway.close();
    }
  }

  /** What is known of the runs, in short. */
  public List<String> told() {
    return events.stream()
        .map(
            event ->
                "%d %s %s".formatted(event.getAttempt(), event.getKind(), event.getEngineVersion()))
        .toList();
  }

  public static List<ExecutePlanResponse> all(Iterator<ExecutePlanResponse> answer) {
    List<ExecutePlanResponse> messages = new ArrayList<>();
    answer.forEachRemaining(messages::add);
    return messages;
  }

  public static ExecutePlanRequest query(String sql) {
    return request(Plan.newBuilder().setRoot(relation(sql)));
  }

  public static ExecutePlanRequest command(String sql) {
    return request(
        Plan.newBuilder()
            .setCommand(
                Command.newBuilder()
                    .setSqlCommand(SqlCommand.newBuilder().setInput(relation(sql)))));
  }

  /** As a client sends it that was told of its session's server. */
  public static ExecutePlanRequest observant(ExecutePlanRequest request) {
    return request.toBuilder().setClientObservedServerSideSessionId("first-server").build();
  }

  private static ExecutePlanRequest request(Plan.Builder plan) {
    return ExecutePlanRequest.newBuilder().setSessionId("s1").setPlan(plan).build();
  }

  private static Relation relation(String sql) {
    return Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql)).build();
  }

  public static ConfigRequest set(String key, String value) {
    return ConfigRequest.newBuilder()
        .setSessionId("s1")
        .setOperation(
            ConfigRequest.Operation.newBuilder()
                .setSet(
                    ConfigRequest.Set.newBuilder()
                        .addPairs(KeyValue.newBuilder().setKey(key).setValue(value))))
        .build();
  }

  public static ReleaseSessionRequest release() {
    return ReleaseSessionRequest.newBuilder().setSessionId("s1").build();
  }

  @Override
  public void close() {
    first.close();
    controlPlane.close();
    old.close();
    recent.close();
  }
}
