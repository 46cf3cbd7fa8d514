package io.blinktwice.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.process.ChildProcess;
import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {
  private static final int RECORDS = 100;
  private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

  private final int port = freePort();
  private final int controllerPort = freePort();

  @TempDir Path folder;

  @Test
  void keepsWhatItAcknowledgedThroughAKill() throws Exception {
    try (ChildProcess first = start("first")) {
      createTopic();
      produce();
      first.kill();
      assertEquals(137, first.exit().get(10, TimeUnit.SECONDS));
    }
    try (ChildProcess second = start("second")) {
      assertEquals(values(), consume());
      // In order, by the signal or by the end of its lifeline, whichever it saw first.
      assertTrue(List.of(0, 143).contains(second.stop(Duration.ofSeconds(20))), read(second.log()));
    }
  }

  @Test
  void refusesAFolderThatIsInUse() throws Exception {
    try (ChildProcess holder = start("holder")) {
      createTopic();
      try (ChildProcess intruder = start("intruder")) {
        assertEquals(3, intruder.exit().get(30, TimeUnit.SECONDS), () -> read(intruder.log()));
        assertTrue(read(intruder.log()).contains("another broker is using"));
      }
      assertTrue(holder.isAlive());
    }
  }

  private ChildProcess start(String name) throws IOException {
    return ChildProcess.start(
        new JavaCommand(
            name,
            Path.of(System.getProperty("java.home")),
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            List.of(
                Path.of("target/classes").toAbsolutePath(),
                Path.of("target/lib/*").toAbsolutePath()),
            EmbeddedBroker.class.getName(),
            List.of(
                "--data", folder.resolve("data").toString(),
                "--port", Integer.toString(port),
                "--controller-port", Integer.toString(controllerPort)),
            Map.of(),
            folder,
            folder.resolve(name + ".log")));
  }

  private void createTopic() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
      Awaitility.await("topic created")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> isCreated(admin));
    }
  }

  /** A try that got no answer in time may still have made the topic. */
  private static boolean isCreated(Admin admin) throws Exception {
    try {
      admin
          .createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
          .all()
          .get(5, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      return e.getCause() instanceof TopicExistsException;
    }
  }

  private void produce() throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + port, "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values()) {
        producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get(30, TimeUnit.SECONDS);
      }
    }
  }

  private List<String> consume() {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + port),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      List<String> found = new java.util.ArrayList<>();
      Awaitility.await("all records are back")
          .atMost(Duration.ofSeconds(60))
          .pollInSameThread()
          .pollInterval(Duration.ZERO)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(record.value()));
                return found.size() >= RECORDS;
              });
      return found;
    }
  }

  private static List<String> values() {
    return IntStream.range(0, RECORDS).mapToObj(i -> "value-" + i).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
