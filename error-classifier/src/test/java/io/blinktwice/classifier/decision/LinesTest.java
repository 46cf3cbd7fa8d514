package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void putsTheInnermostCausesFramesFirst() {
    Lines lines =
        Lines.of(
            "a.b.OuterException: x\n\tat org.apache.spark.A.run(A.scala:1)\n"
                + "Caused by: c.d.InnerException: y\n\tat java.base/java.util.List.get(List.java:1)\n"
                + "\tat org.apache.iceberg.B.load(B.java:2) ~[iceberg.jar:?]");
    assertEquals(List.of("org.apache.iceberg.B.load", "org.apache.spark.A.run"), lines.frames());
    assertEquals(2, lines.spoken().size());
  }

  @Test
  void readsFramesThatAreNotAnnounced() {
    assertEquals(
        List.of("org.apache.spark.api.java.JavaSparkContext.<init>", "py4j.Gateway.invoke"),
        Lines.of(
                "created at:\n\n"
                    + "org.apache.spark.api.java.JavaSparkContext.<init>(JavaSparkContext.scala:58)\n"
                    + "py4j.Gateway.invoke(Gateway.java:238)")
            .frames());
  }

  @Test
  void readsFilesOfPythonPackagesAsFrames() {
    assertEquals(
        List.of("pyspark.file", "pandas.file", "python.script"),
        Lines.of(
                "Traceback (most recent call last):\n"
                    + "  File \"/opt/spark/python/pyspark/worker.py\", line 1, in main\n"
                    + "  File \"/usr/lib/python3/site-packages/pandas/io.py\", line 2, in f\n"
                    + "  File \"/home/u/job.py\", line 3, in <module>\nKeyError: 'x'")
            .frames());
  }

  @Test
  void aSentenceWithBracketsIsNoFrame() {
    assertEquals(List.of(), Lines.of("at least 3.5 (or newer) is needed (see docs)").frames());
  }

  @Test
  void readsThroughColoursMarkUpAndEscapedLineEnds() {
    assertEquals(List.of("red"), Lines.of("\u001b[31mred\u001b[0m").spoken());
    assertTrue(Lines.of("<html><b>502 Bad Gateway</b></html>").spoken().getFirst().contains("502"));
    assertEquals(
        List.of("org.apache.hudi.A.b"),
        Lines.of("x.YException: z\\n\\tat org.apache.hudi.A.b(A.java:1)").frames());
  }

  @Test
  void leavesOutTheStatement() {
    assertEquals(
        List.of("wrong", "", "after"),
        Lines.of("wrong\n\n== SQL ==\nselect 1\n^^^\n\tat a.b.C.d(C.java:1)\nafter").spoken());
  }

  @Test
  void keepsCausesThatComeAfterALotOfWords() {
    Lines lines = Lines.of("word \n".repeat(3000) + "Caused by: a.b.CException: why");
    assertTrue(lines.spoken().getLast().startsWith("Caused by"));
    assertTrue(String.join("\n", lines.spoken()).length() < Lines.MAX_SPOKEN + 2048);
  }
}
