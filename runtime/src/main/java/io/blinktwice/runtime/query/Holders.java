package io.blinktwice.runtime.query;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Who has the state of a key, as addresses of instances.
 *
 * @param owner the one that works on it; empty while that is not settled
 * @param standbys those that have a copy, in an order that does not change
 */
record Holders(Optional<String> owner, List<String> standbys, int partition) {
  static final Holders UNKNOWN = new Holders(Optional.empty(), List.of(), -1);

  static Holders of(KeyQueryMetadata found) {
    if (found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return UNKNOWN;
    }
    return new Holders(
        found.activeHost().equals(HostInfo.unavailable())
            ? Optional.empty()
            : Optional.of(address(found.activeHost())),
        found.standbyHosts().stream().map(Holders::address).sorted().toList(),
        found.partition());
  }

  boolean isOwner(String address) {
    return owner.filter(address::equals).isPresent();
  }

  private static String address(HostInfo host) {
    return host.host() + ":" + host.port();
  }
}
