package io.blinktwice.router.effect;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.JournalStep;
import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.SessionState;
import io.blinktwice.router.decision.SessionStep;
import io.blinktwice.runtime.kafka.TopicView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions as the topic {@code session-journal} has them: where each lives and what made its
 * state, so that another gateway, or this one after a restart, can go on with it.
 *
 * <p>Their content is kept here within a bound; those longest untouched lose it first and can no
 * longer move once their gateway is gone. A session untouched for {@link #KEPT} is gone from every
 * server long since; its records are deleted when they are read.
 */
public final class SessionLog implements TopicView.Listener<SessionJournalEntry> {
  static final Duration KEPT = Duration.ofDays(7);

  /** Kafka's own limit for a message is 1 MB by default. */
  static final int PART = 512 * 1024;

  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 16;
  private static final int MOST_SESSIONS = 20_000;
  private static final Duration TO_READ = Duration.ofSeconds(5);

  private final String gateway;
  private final Writer writer;
  private final InstantSource clock;
  private final Map<String, Journal> journals = new LinkedHashMap<>(16, 0.75f, true);
  private Predicate<Duration> caughtUp = within -> true;
  private ForeignChange foreign = session -> {};
  private long bytes;

  /** Writes an entry, or with none deletes it; must not wait. */
  public interface Writer {
    void write(String key, @Nullable SessionJournalEntry entry);
  }

  /** Told when another gateway wrote of a session. */
  interface ForeignChange {
    void of(SessionKey session);
  }

  /**
   * What is known of a session from its journal.
   *
   * @param cluster where it lives; nowhere when it was given up there
   */
  record Known(
      SessionState state, @Nullable String cluster, @Nullable String told, long lastSequence) {}

  /**
   * @param gateway tells this process from all others
   */
  public SessionLog(String gateway, Writer writer, InstantSource clock) {
    this.gateway = gateway;
    this.writer = writer;
    this.clock = clock;
  }

  /** Of a gateway that has no Kafka. */
  public static SessionLog none() {
    return new SessionLog("", (key, entry) -> {}, InstantSource.system());
  }

  /** What is asked of it is answered from this view, once it has read all that there is. */
  public synchronized void readBy(TopicView<SessionJournalEntry> view) {
    caughtUp = view::awaitCaughtUp;
  }

  synchronized void onForeignChange(ForeignChange told) {
    foreign = told;
  }

  void placed(SessionKey session, Cluster cluster, @Nullable String told) {
    writer.write(
        key(session, 0, 1), place(session, cluster, told).setCluster(cluster.id()).build());
  }

  /** It is given up where it was: its next call makes it again. */
  void nowhere(SessionKey session, Cluster before, @Nullable String told) {
    writer.write(key(session, 0, 1), place(session, before, told).build());
  }

  private SessionJournalEntry.Builder place(
      SessionKey session, Cluster cluster, @Nullable String told) {
    return entry(session, 0, JournalStep.OPENED)
        .setEngineVersion(cluster.version().value())
        .setToldServerSession(told);
  }

  /** The step that made the state what it is, at this place in the session's order. */
  void stepped(SessionKey session, long sequence, SessionStep step) {
    byte[] content = JournalPayload.of(step);
    int parts = partsOf(step);
    for (int part = 1; part <= parts; part++) {
      int from = (part - 1) * PART;
      int length = Math.min(PART, content.length - from);
      SessionJournalEntry entry =
          entry(session, sequence, JournalPayload.kindOf(step))
              .setPayload(ByteBuffer.wrap(content, from, length).slice())
              .setPart(part)
              .setParts(parts)
              .build();
      writer.write(key(session, sequence, part), entry);
    }
  }

  static int partsOf(SessionStep step) {
    return Math.max(1, Math.ceilDiv(JournalPayload.lengthOf(step), PART));
  }

  void bound(SessionKey session, long sequence, String why) {
    writer.write(
        key(session, sequence, 1),
        entry(session, sequence, JournalStep.BOUND).setBoundBecause(why).build());
  }

  /**
   * @param partsOf how many parts each sequence has
   */
  void closed(SessionKey session, Map<Long, Integer> partsOf) {
    Journal known;
    synchronized (this) {
      known = journals.remove(name(session));
      bytes -= known == null ? 0 : known.bytes;
    }
    writer.write(key(session, 0, 1), null);
    partsOf.forEach(
        (sequence, parts) -> {
          for (int part = 1; part <= parts; part++) {
            writer.write(key(session, sequence, part), null);
          }
        });
    if (known != null) {
      known.keys().forEach(key -> writer.write(key, null));
    }
  }

  /** What others, or a former life, wrote of this session. */
  Optional<Known> known(SessionKey session) {
    Predicate<Duration> ready;
    synchronized (this) {
      ready = caughtUp;
    }
    if (!ready.test(TO_READ)) {
      return Optional.empty();
    }
    synchronized (this) {
      Journal journal = journals.get(name(session));
      return journal == null ? Optional.empty() : journal.known();
    }
  }

  @Override
  public void on(TopicView.Record<SessionJournalEntry> seen) {
    SessionJournalEntry entry = seen.value();
    if (entry == null) {
      forget(seen.key());
      return;
    }
    if (entry.getAt().isBefore(clock.instant().minus(KEPT))) {
      writer.write(seen.key(), null);
      return;
    }
    ForeignChange told;
    synchronized (this) {
      Journal journal = journals.computeIfAbsent(nameIn(seen.key()), name -> new Journal());
      bytes += journal.add(seen.key(), entry);
      told = foreign;
      shrink();
    }
    if (!gateway.equals(entry.getGateway())) {
      told.of(sessionOf(entry));
    }
  }

  private static SessionKey sessionOf(SessionJournalEntry entry) {
    return new SessionKey(
        new WorkspaceId(entry.getWorkspace()),
        entry.getUser() == null ? "" : entry.getUser(),
        entry.getSessionId());
  }

  /** The sessions that live there. */
  synchronized List<SessionKey> on(String cluster) {
    return journals.values().stream()
        .flatMap(journal -> journal.place().stream())
        .filter(at -> cluster.equals(at.getCluster()))
        .map(SessionLog::sessionOf)
        .toList();
  }

  private synchronized void forget(String key) {
    Journal journal = journals.get(nameIn(key));
    if (journal != null) {
      bytes -= journal.remove(key);
      if (journal.entries.isEmpty()) {
        journals.remove(nameIn(key));
      }
    }
  }

  private void shrink() {
    var oldest = journals.values().iterator();
    while (bytes > MOST_BYTES && oldest.hasNext()) {
      bytes -= oldest.next().lose();
    }
    while (journals.size() > MOST_SESSIONS) {
      String eldest = journals.keySet().iterator().next();
      bytes -= journals.getOrDefault(eldest, new Journal()).bytes;
      journals.remove(eldest);
    }
  }

  private SessionJournalEntry.Builder entry(SessionKey session, long sequence, JournalStep kind) {
    return SessionJournalEntry.newBuilder()
        .setSessionId(session.session())
        .setUser(session.user())
        .setWorkspace(session.workspace().value())
        .setSequence(sequence)
        .setKind(kind)
        .setPayload(ByteBuffer.allocate(0))
        .setGateway(gateway)
        .setAt(clock.instant());
  }

  private static String name(SessionKey session) {
    return session.session() + "/" + DecisionId.of("user", "1", session.user()).value();
  }

  private static String key(SessionKey session, long sequence, int part) {
    return name(session) + "/" + sequence + "." + part;
  }

  private static String nameIn(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  /** All entries of one session, by key. */
  private static final class Journal {
    private final Map<String, SessionJournalEntry> entries = new LinkedHashMap<>();
    private long bytes;
    private boolean lost;

    long add(String key, SessionJournalEntry entry) {
      SessionJournalEntry before = entries.put(key, entry);
      long more =
          entry.getPayload().remaining() - (before == null ? 0 : before.getPayload().remaining());
      bytes += more;
      return more;
    }

    long remove(String key) {
      SessionJournalEntry before = entries.remove(key);
      long less = before == null ? 0 : before.getPayload().remaining();
      bytes -= less;
      return less;
    }

    List<String> keys() {
      return List.copyOf(entries.keySet());
    }

    /** Where it lives stays known. */
    long lose() {
      long lostBytes = bytes;
      entries.values().removeIf(entry -> entry.getKind() != JournalStep.OPENED);
      lost = true;
      bytes = 0;
      return lostBytes;
    }

    Optional<SessionJournalEntry> place() {
      return entries.values().stream().filter(e -> e.getKind() == JournalStep.OPENED).findAny();
    }

    Optional<Known> known() {
      return place()
          .map(
              at ->
                  new Known(
                      lost ? SessionState.unknown() : state(),
                      at.getCluster(),
                      at.getToldServerSession(),
                      entries.values().stream()
                          .mapToLong(SessionJournalEntry::getSequence)
                          .max()
                          .orElse(0)));
    }

    private SessionState state() {
      Map<Long, List<SessionJournalEntry>> bySequence = new TreeMap<>();
      entries.values().stream()
          .filter(entry -> entry.getSequence() > 0)
          .forEach(
              entry ->
                  bySequence
                      .computeIfAbsent(entry.getSequence(), any -> new ArrayList<>())
                      .add(entry));
      SessionState state = SessionState.NEW;
      long expected = 1;
      for (Map.Entry<Long, List<SessionJournalEntry>> step : bySequence.entrySet()) {
        if (step.getKey() != expected++) {
          return SessionState.NEW.bound("a gap in its journal");
        }
        state = JournalPayload.after(state, step.getValue());
      }
      return state;
    }
  }
}
