package io.blinktwice.runtime.query;

import io.blinktwice.runtime.http.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of looking for a key in this process: its value, that it has none, or no store. */
sealed interface Found<V> {
  /** The store is here; it may have no value for the key. */
  record Here<V>(@Nullable V value) implements Found<V> {}

  /** No store that could know is here now. */
  record Nowhere<V>() implements Found<V> {}

  static <V> Found<V> here(@Nullable V value) {
    return new Here<>(value);
  }

  static <V> Found<V> nowhere() {
    return new Nowhere<>();
  }

  default boolean isHere() {
    return this instanceof Here;
  }

  default Optional<V> orUnavailable() {
    return switch (this) {
      case Here<V>(V value) -> Optional.ofNullable(value);
      case Nowhere<V>() ->
          throw ProblemException.unavailable(
              "the state that this is about is being moved or restored; ask again",
              Duration.ofSeconds(1));
    };
  }
}
