package io.blinktwice.app.demo;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RunEventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Notebooks of four people who use the same servers. */
record NotebookRoom(OpenNotebooks notebooks) implements AutoCloseable {
  /** Whoever asks for something that never ends. */
  static final int ENDLESS = 0;

  /** Is on the same server meanwhile. */
  static final int NEIGHBOUR = 1;

  /** Asks for more memory than its server has. */
  static final int HUNGRY = 2;

  /** Comes when the others are there. */
  static final int NEWCOMER = 3;

  /** Of so many rows each. */
  static final String PAIRS =
      "SELECT count(*) FROM range(%d) AS many CROSS JOIN range(1000) AS few";

  private static final long FEW = 1_000;

  private static final List<String> WORKLOADS =
      List.of("endless-notebook", "next-notebook", "hungry-notebook", "new-notebook");

  /** Whoever sits at a notebook waits for its answers. */
  static NotebookRoom open(Scheduler scheduler, Client.Jvm client, Path folder) throws IOException {
    List<String> connections =
        IntStream.range(0, WORKLOADS.size())
            .mapToObj(
                place ->
                    scheduler.connection(
                            new ScheduledJob(
                                WORKLOADS.get(place),
                                client,
                                List.of(),
                                ScheduledJob.Retries.GATEWAY),
                            runOf(place),
                            1)
                        + ";x-latency=interactive")
            .toList();
    return new NotebookRoom(OpenNotebooks.open(client, connections, folder));
  }

  private static String runOf(int notebook) {
    return WORKLOADS.get(notebook) + "-run-1";
  }

  String run(int notebook) {
    return runOf(notebook);
  }

  /** All but the newcomer are there, with something to lose; one has asked its question before. */
  void isOpened(Story.Cast cast, EngineVersion version)
      throws DemoFailed, IOException, InterruptedException {
    for (int notebook : List.of(ENDLESS, NEIGHBOUR, HUNGRY)) {
      notebooks.answers(
          notebook, "CREATE OR REPLACE TEMPORARY VIEW words AS SELECT 'kept' AS word");
      Story.requireVersion(cast.witness().event(runOf(notebook), 1, RunEventKind.STARTED), version);
    }
    notebooks.answers(ENDLESS, PAIRS.formatted(FEW));
    notebooks.answers(ENDLESS, PAIRS.formatted(2 * FEW));
    cast.narrator().say("three notebooks are open on " + version);
  }

  /** What its view says. */
  List<String> words(int notebook) throws DemoFailed, IOException, InterruptedException {
    return notebooks.answers(notebook, "SELECT word FROM words").rows();
  }

  @Override
  public void close() {
    notebooks.close();
  }
}
