package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class PromptProcessorTest {
  private static final long NOW = 1_700_000_000_000L;

  private final MockProcessorContext<String, String> context = new MockProcessorContext<>();

  private final Processor<String, String, String, String> prompt =
      PromptProcessor.supplier(Passing::new, Set.of()).get();

  private static final class Passing extends ContextualProcessor<String, String, String, String> {
    @Override
    public void process(Record<String, String> seen) {
      context().forward(seen);
    }
  }

  @Test
  void whatIsFreshIsCommittedAtTheNextBeatAndOnce() {
    prompt.init(context);
    prompt.process(new Record<>("key", "value", NOW - 900));
    assertEquals(1, context.forwarded().size());
    assertFalse(context.committed(), "the beat is what commits");
    beat(NOW);
    assertTrue(context.committed());
    context.resetCommit();
    beat(NOW + 20);
    assertFalse(context.committed(), "nothing came since");
  }

  @Test
  void whatIsLateWaitsForTheOrdinaryInterval() {
    prompt.init(context);
    prompt.process(new Record<>("key", "value", NOW - 1_000));
    beat(NOW);
    assertFalse(context.committed());
  }

  @Test
  void oneFreshRecordAmongLateOnesIsEnough() {
    prompt.init(context);
    prompt.process(new Record<>("key", "fresh", NOW - 1));
    prompt.process(new Record<>("key", "late", NOW - 60_000));
    beat(NOW);
    assertTrue(context.committed());
  }

  private void beat(long now) {
    CapturedPunctuator beat = context.scheduledPunctuators().getLast();
    assertEquals(PunctuationType.WALL_CLOCK_TIME, beat.getType());
    assertEquals(PromptProcessor.BEAT, beat.getInterval());
    beat.getPunctuator().punctuate(now);
  }
}
