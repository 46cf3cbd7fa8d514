package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.router.harness.TcpRelay;
import io.blinktwice.router.harness.TestFleet;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.junit.jupiter.api.Test;

/**
 * Clients that cancel, vanish and fail at random leave nothing behind. {@code -Ddisturbances=10000}
 * takes as many of them.
 */
class GatewayLeakTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int DISTURBANCES = Integer.getInteger("disturbances", 300);
  private static final long SEED = 20_261_130;
  private static final String BREAKS = "SELECT CAST('abc' AS INT)";
  private static final List<String> STATEMENTS =
      List.of("SELECT 1", "hang", "fail", BREAKS, "SELECT 2");

  @Test
  void cancelsKillsAndDisconnectsLeaveNothingBehind() throws Exception {
    Random random = new Random(SEED);
    try (TestFleet fleet = new TestFleet()) {
      fleet.recent.broken.add(BREAKS);
      fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
      int done = 0;
      while (done < DISTURBANCES) {
        done += disturbances(fleet, random);
      }
      await("seed " + SEED).atMost(SOON).until(() -> fleet.gateway.callsInSessions() == 0);
      await("seed " + SEED).atMost(SOON).until(() -> fleet.gateway.openAttempts() == 0);
      await("seed " + SEED).atMost(SOON).until(() -> KeptOperation.kept() == 0);
      await("seed " + SEED).atMost(SOON).until(() -> fleet.gateway.heldBytes() == 0);
      await("seed " + SEED).atMost(SOON).until(() -> fleet.desk.running() == 0);
      assertEquals(0, fleet.desk.waiting());
      assertEquals(0, fleet.gateway.shares().operations());
      assertEquals(0, fleet.gateway.shares().bytes());
    }
  }

  /** One connection, a few calls on it, and an end for each of them. */
  private static int disturbances(TestFleet fleet, Random random) throws Exception {
    int calls = 1 + random.nextInt(8);
    try (TcpRelay wire = new TcpRelay(fleet.gateway.port())) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), wire.port()))
              .usePlaintext()
              .build();
      CountDownLatch over = new CountDownLatch(calls);
      boolean cut = random.nextInt(4) == 0;
      for (int i = 0; i < calls; i++) {
        disturbed(channel, random, over);
      }
      if (cut) {
        wire.cut();
      }
      channel.shutdownNow();
      over.await();
    }
    return calls;
  }

  private static void disturbed(ManagedChannel channel, Random random, CountDownLatch over) {
    String session = "s" + random.nextInt(1_000_000);
    ExecutePlanRequest request =
        TestFleet.query(STATEMENTS.get(random.nextInt(STATEMENTS.size()))).toBuilder()
            .setSessionId(session)
            .build();
    Metadata headers = new Metadata();
    if (random.nextBoolean()) {
      headers.put(
          Metadata.Key.of("x-workload-id", Metadata.ASCII_STRING_MARSHALLER),
          "w" + random.nextInt(20));
    }
    ClientCall<ExecutePlanRequest, ExecutePlanResponse> call =
        channel.newCall(SparkConnectServiceGrpc.getExecutePlanMethod(), CallOptions.DEFAULT);
    boolean atOnce = random.nextInt(3) == 0;
    boolean atTheFirstMessage = random.nextBoolean();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(ExecutePlanResponse message) {
            if (atTheFirstMessage) {
              call.cancel("enough", null);
            } else {
              call.request(1);
            }
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            over.countDown();
          }
        },
        headers);
    call.request(1);
    call.sendMessage(request);
    if (atOnce) {
      call.cancel("changed my mind", null);
    } else {
      call.halfClose();
    }
  }
}
