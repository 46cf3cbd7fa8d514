package io.blinktwice.pinning.ticket.store;

import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.Members;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The members of one ticket, looked up where they lie. */
public record StoredMembers(
    String ticket,
    ReadOnlyKeyValueStore<String, Member> members,
    ReadOnlyKeyValueStore<String, Integer> workspaces)
    implements Members {

  @Override
  public @Nullable Member find(String fingerprint) {
    return members.get(TicketStores.key(ticket, fingerprint));
  }

  @Override
  public int ofWorkspace(String workspace) {
    Integer count = workspaces.get(TicketStores.key(ticket, workspace));
    return count == null ? 0 : count;
  }

  @Override
  public Page after(@Nullable String fingerprint, int limit) {
    String from =
        fingerprint == null
            ? TicketStores.key(ticket, "")
            : TicketStores.after(TicketStores.key(ticket, fingerprint));
    List<Member> found = new ArrayList<>();
    try (KeyValueIterator<String, Member> rest = members.range(from, TicketStores.end(ticket))) {
      while (rest.hasNext()) {
        KeyValue<String, Member> next = rest.next();
        if (found.size() == limit) {
          return new Page(found, true);
        }
        found.add(next.value);
      }
    }
    return new Page(found, false);
  }
}
