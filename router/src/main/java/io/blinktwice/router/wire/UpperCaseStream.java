package io.blinktwice.router.wire;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/** A text as Spark's lexer wants it: keywords in upper case, the text itself unchanged. */
final class UpperCaseStream implements CharStream {
  private final CharStream text;

  UpperCaseStream(String text) {
    this.text = CharStreams.fromString(text);
  }

  @Override
  public int LA(int ahead) {
    int seen = text.LA(ahead);
    return seen == IntStream.EOF || seen == 0 ? seen : Character.toUpperCase(seen);
  }

  @Override
  public String getText(Interval interval) {
    return text.size() > 0 && interval.b - interval.a >= 0 ? text.getText(interval) : "";
  }

  @Override
  public void consume() {
    text.consume();
  }

  @Override
  public int mark() {
    return text.mark();
  }

  @Override
  public void release(int marker) {
    text.release(marker);
  }

  @Override
  public int index() {
    return text.index();
  }

  @Override
  public void seek(int index) {
    text.seek(index);
  }

  @Override
  public int size() {
    return text.size();
  }

  @Override
  public String getSourceName() {
    return text.getSourceName();
  }
}
