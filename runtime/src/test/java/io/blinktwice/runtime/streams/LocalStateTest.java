package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.streams.StreamsSettings.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
  @TempDir private Path root;

  @Test
  void throwsAwayTheRolesOwnFolderOnly() throws Exception {
    Path own = Files.createDirectories(root.resolve("bt.role").resolve("0_0").resolve("rocksdb"));
    Files.writeString(own.resolve("CURRENT"), "x");
    Path other = Files.createDirectories(root.resolve("bt.other"));
    state().throwAway();
    assertFalse(Files.exists(root.resolve("bt.role")));
    assertTrue(Files.exists(other));
    state().throwAway();
  }

  @Test
  void tellsDamageFromDiskAndBothFromFaults() throws Exception {
    Files.createDirectories(state().folder());
    Throwable torn = new IllegalStateException("outer", new ProcessorStateException("torn"));
    assertTrue(state().isThere());
    assertTrue(LocalState.isDamage(torn));
    assertTrue(LocalState.isDamage(new TaskCorruptedException(Set.of(new TaskId(0, 0)))));
    assertEquals(Optional.empty(), state().diskTrouble(torn));
    Throwable full = new IllegalStateException(new IOException("x: No space left on device"));
    assertTrue(state().diskTrouble(full).isPresent());
    Throwable fault = new IllegalStateException("broken");
    assertFalse(LocalState.isDamage(fault));
    assertEquals(Optional.empty(), state().diskTrouble(fault));
    state().throwAway();
    assertFalse(state().isThere());
  }

  @Test
  void underExactlyOnceOnlyStoresThatWereClosedInOrderAreUsedAgain() throws Exception {
    Path store = Files.createDirectories(state().folder().resolve("0_1").resolve("rocksdb"));
    Path process = Files.createFile(state().folder().resolve("kafka-streams-process-metadata"));
    state().markClosed();
    assertFalse(state().open(Guarantee.EXACTLY_ONCE), "nothing is lost");
    assertTrue(Files.exists(store), "closed in order");
    assertTrue(state().open(Guarantee.EXACTLY_ONCE), "the copies elsewhere are better");
    assertFalse(Files.exists(store.getParent()), "used since, and not closed");
    assertTrue(Files.exists(process), "its id fences what it began");
  }

  @Test
  void atLeastOnceStoresAreUsedAgainHoweverTheyWereLeft() throws Exception {
    Path store = Files.createDirectories(state().folder().resolve("0_1").resolve("rocksdb"));
    assertFalse(state().open(Guarantee.AT_LEAST_ONCE));
    assertTrue(Files.exists(store));
  }

  @Test
  void knowsUnderWhichIdTheFormerProcessWrote() throws Exception {
    assertEquals(Optional.empty(), state().process());
    Files.createDirectories(state().folder());
    Path known = state().folder().resolve("kafka-streams-process-metadata");
    Files.writeString(known, "{\"processId\":\"3f923f37-424d-45ce-ae5a-7b0cd3a7d9f1\"}");
    assertEquals(Optional.of("3f923f37-424d-45ce-ae5a-7b0cd3a7d9f1"), state().process());
    Files.writeString(known, "torn");
    assertEquals(Optional.empty(), state().process());
  }

  private LocalState state() {
    return new LocalState(root, "bt.role");
  }
}
