package io.blinktwice.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private final List<String> told = new ArrayList<>();
  private final Narrator narrator =
      new Narrator(
          new Audience() {
            @Override
            public void chapter(String title) {
              told.add(title);
            }

            @Override
            public void line(String sentence) {
              told.add(sentence);
            }
          });
  private final SideBySide.Turns turns = new SideBySide.Turns(narrator);
  private final SideBySide.Turns.Voice first = turns.next();
  private final SideBySide.Turns.Voice second = turns.next();
  private final SideBySide.Turns.Voice third = turns.next();

  @Test
  void theFirstIsHeardAtOnce() {
    first.line("a");
    second.line("b");
    assertEquals(List.of("a"), told);
  }

  @Test
  void eachIsHeardWhenThoseBeforeItAreOver() {
    second.line("b");
    third.line("c");
    third.isOver();
    first.line("a");
    first.isOver();
    assertEquals(List.of("a", "b"), told);
    second.line("b again");
    second.isOver();
    assertEquals(List.of("a", "b", "b again", "c"), told);
  }

  @Test
  void whatOneSaidBeforeItFailedIsHeard() {
    DemoFailed failed =
        assertThrows(
            DemoFailed.class,
            () ->
                SideBySide.play(
                    narrator,
                    List.of(
                        mine -> mine.say("one"),
                        mine -> {
                          mine.say("two");
                          throw new DemoFailed("three");
                        })));
    assertEquals("three", failed.getMessage());
    assertEquals(List.of("one", "two"), told);
  }

  @Test
  void allAreOverWhenItReturns() throws Exception {
    List<SideBySide.Part> many = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "part " + i;
      expected.add(name);
      many.add(mine -> mine.say(name));
    }
    SideBySide.play(narrator, many);
    assertEquals(expected, told);
  }
}
