package io.blinktwice.app.letters;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.PageSize;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that could not be used, for those who look after the whole installation: a letter holds
 * what a producer wrote, whosever it is.
 */
@Controller("/v1/dead-letters")
@Requires(bean = KafkaConnection.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLettersController {
  private static final int LARGEST_PAGE = 500;

  /** A page is found by keeping all before it. */
  private static final int DEEPEST = 10_000;

  /** Every call reads the topic anew; more readers at once would only slow each other down. */
  private static final int READERS = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConnection connection;
  private final InstantSource clock = InstantSource.system();
  private final Semaphore places = new Semaphore(READERS);

  DeadLettersController(KafkaConnection connection) {
    this.connection = connection;
  }

  /**
   * A page of letters, the newest first.
   *
   * @param matching how many there are on all pages
   */
  @Serdeable
  record LetterPage(List<LetterLine> letters, long matching) {}

  /**
   * What a list says of a letter.
   *
   * @param at when the original was written
   * @param role who could not use it
   */
  @Serdeable
  record LetterLine(
      String id,
      String at,
      String topic,
      String role,
      String reason,
      int keyBytes,
      int valueBytes) {
    static LetterLine of(LetterSummary letter) {
      return new LetterLine(
          letter.id(),
          letter.at(),
          letter.topic(),
          letter.role(),
          letter.reason(),
          letter.keyBytes(),
          letter.valueBytes());
    }
  }

  /**
   * The first bytes of something, secrets masked.
   *
   * @param size of the whole
   */
  @Serdeable
  record BytesAnswer(int size, String text, String hex) {
    static BytesAnswer of(Preview preview) {
      return new BytesAnswer(preview.size(), preview.text(), preview.hex());
    }
  }

  /** A letter, and the first bytes of what it holds. */
  @Serdeable
  record LetterAnswer(
      LetterLine letter, BytesAnswer key, BytesAnswer value, Map<String, String> headers) {}

  /**
   * Why a letter is sent again.
   *
   * @param reason why, in a sentence for those who read it later
   * @param dryRun only say what would be sent
   */
  @Serdeable
  record ReplayRequest(@Nullable String reason, @Nullable Boolean dryRun) {}

  /**
   * What was done with a letter.
   *
   * @param offset where the record stands now; absent when nothing was sent
   */
  @Serdeable
  record ReplayAnswer(
      String letter, String topic, int partition, String eventId, @Nullable Long offset) {}

  /**
   * Lists dead letters, the newest first.
   *
   * @param topic where they came from, with or without the prefix
   * @param reason what the reason contains, whatever its case
   * @param since a time, or for so long: 90m, 24h, 7d
   * @param page which page, from 1; of the newest 10,000 letters, older ones are found by {@code
   *     topic}, {@code reason} and {@code since}
   * @param limit at most so many on a page, up to 500
   * @return a page of them
   */
  @Get
  @Needs(value = Right.OPERATE, platform = true)
  LetterPage deadLetters(
      @Nullable @QueryValue String topic,
      @Nullable @QueryValue String reason,
      @Nullable @QueryValue String since,
      @QueryValue(defaultValue = "1") int page,
      @QueryValue(defaultValue = "50") int limit) {
    int size = PageSize.of(limit, LARGEST_PAGE);
    if (page < 1 || page > DEEPEST / size) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "page must lie between 1 and %d where %d letters are on each; narrow the list down with topic, reason or since"
              .formatted(DEEPEST / size, size));
    }
    LetterFilter filter =
        new LetterFilter(
            Optional.ofNullable(topic),
            Optional.ofNullable(reason),
            Optional.ofNullable(since).map(this::instant));
    return reading(
        box -> {
          LetterBox.Page found = box.list(filter, page, size);
          return new LetterPage(
              found.letters().stream().map(LetterLine::of).toList(), found.matching());
        });
  }

  private Instant instant(String since) {
    try {
      return Since.parse(since, clock.instant());
    } catch (DateTimeParseException e) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "since is neither a time such as 2026-01-31T12:00:00Z nor a while such as 24h");
    }
  }

  /**
   * Shows a dead letter; what looks like a secret is masked.
   *
   * @param id the letter, as the list names it
   * @return where it came from, why it was set aside, and what it holds
   */
  @Get("/{id}")
  @Needs(value = Right.OPERATE, platform = true)
  LetterAnswer deadLetter(@PathVariable String id) {
    LetterView view = LetterView.of(letter(id));
    return new LetterAnswer(
        LetterLine.of(view.letter()),
        BytesAnswer.of(view.key()),
        BytesAnswer.of(view.value()),
        view.headers());
  }

  /**
   * Sends a letter's record to its topic once more, as it was and with the same ce_id.
   *
   * @param id the letter, as the list names it
   * @return where it stands now
   */
  @Post("/{id}/replay")
  @Needs(value = Right.OPERATE, platform = true)
  ReplayAnswer replayDeadLetter(@PathVariable String id, @Body ReplayRequest wanted) {
    try {
      ProducerRecord<byte[], byte[]> record = Replay.recordOf(letter(id), connection);
      boolean send = !Boolean.TRUE.equals(wanted.dryRun());
      Long offset = send ? Replay.send(record, connection).offset() : null;
      return new ReplayAnswer(
          id,
          record.topic(),
          record.partition(),
          String.valueOf(CloudEvents.id(record.headers())),
          offset);
    } catch (Replay.Refused e) {
      throw new ProblemException(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "the server ends");
    }
  }

  private DeadLetter letter(String id) {
    return reading(
        box ->
            box.find(id)
                .orElseThrow(
                    () ->
                        new ProblemException(
                            HttpStatus.NOT_FOUND, "there is no dead letter " + id)));
  }

  private interface Question<T> {
    T ask(LetterBox box);
  }

  private <T> T reading(Question<T> question) {
    if (!hasPlace()) {
      throw new ProblemException(
              HttpStatus.TOO_MANY_REQUESTS,
              "the dead letters are being read for others; try again in a moment")
          .withHeader("Retry-After", "2");
    }
    try (LetterBox box = new LetterBox(connection)) {
      return question.ask(box);
    } finally {
      places.release();
    }
  }

  private boolean hasPlace() {
    try {
      return places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
