package io.blinktwice.router.placement.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.router.placement.decision.LatencyChoice.Behaviour;
import io.blinktwice.router.placement.decision.LatencyChoice.Signs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatencyChoiceTest {
  private static final String PYTHON = "_SPARK_CONNECT_PYTHON spark/4.0.0 os/linux python/3.11";

  @Test
  void whoSaysItIsBelieved() {
    assertEquals("INTERACTIVE DECLARED", of(Latency.INTERACTIVE, "airflow", true, gaps(64, 0)));
    assertEquals("BATCH DECLARED", of(Latency.BATCH, "jupyter", false, Behaviour.NONE));
  }

  @Test
  void thenTheProgramThenTheRunThenTheBehaviour() {
    assertEquals("BATCH CLIENT_TYPE", of(null, "dbt-spark/1.9", false, Behaviour.NONE));
    assertEquals("INTERACTIVE CLIENT_TYPE", of(null, "Jupyter " + PYTHON, true, Behaviour.NONE));
    assertEquals("BATCH NAMED_RUN", of(null, PYTHON, true, gaps(64, 60)));
    assertEquals("BATCH BEHAVIOUR", of(null, PYTHON, false, gaps(40, 0.01)));
    assertEquals("INTERACTIVE BEHAVIOUR", of(null, PYTHON, false, gaps(40, 20)));
    assertEquals("INTERACTIVE NO_SIGN", of(null, PYTHON, false, gaps(10, 0.01)));
  }

  @Test
  void aPersonWhoStartsAScriptIsTakenForOneAndBack() {
    Behaviour behaviour = gaps(64, 20);
    for (int i = 0; i < 400; i++) {
      behaviour = behaviour.after(0.01);
    }
    assertEquals("BATCH BEHAVIOUR", of(null, PYTHON, false, behaviour));
    for (int i = 0; i < 100; i++) {
      behaviour = behaviour.after(5);
    }
    assertEquals("INTERACTIVE BEHAVIOUR", of(null, PYTHON, false, behaviour));
  }

  private static Behaviour gaps(int many, double seconds) {
    Behaviour behaviour = Behaviour.NONE;
    for (int i = 0; i < many; i++) {
      behaviour = behaviour.after(seconds);
    }
    return behaviour;
  }

  private static String of(
      @Nullable Latency declared, String client, boolean namedRun, Behaviour behaviour) {
    LatencyChoice choice = LatencyChoice.of(new Signs(declared, client, namedRun, behaviour));
    return choice.latency() + " " + choice.rule();
  }
}
