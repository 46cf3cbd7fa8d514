package io.blinktwice.pinning.ticket.effect;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which addresses may be written to: none by which somebody who can set a webhook, or a name
 * server, would reach into the network that this runs in.
 */
final class Addresses {
  private Addresses() {}

  /** The host has an address that is not for the public. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** An address of the host; all of them must be public, or it is refused. */
  static InetAddress of(Webhook hook) throws IOException {
    String host = hook.url().getHost();
    InetAddress[] found = InetAddress.getAllByName(host);
    if (!hook.allowedHosts().contains(host)) {
      for (InetAddress address : found) {
        if (!isPublic(address)) {
          throw new Refused(
              "%s is at %s, which is not a public address; name the host in allowed-hosts if that is right"
                  .formatted(host, address.getHostAddress()));
        }
      }
    }
    return found[0];
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address four -> isPublic4(bytes, 0);
      case Inet6Address six -> isPublic6(bytes);
      default -> false;
    };
  }

  /** RFC 6890: shared, benchmarking, protocol assignments, reserved; 169.254 is link-local. */
  private static boolean isPublic4(byte[] bytes, int from) {
    int a = bytes[from] & 0xff;
    int b = bytes[from + 1] & 0xff;
    int c = bytes[from + 2] & 0xff;
    boolean ownNetwork =
        a == 10 || a == 127 || a == 172 && (b & 0xf0) == 16 || a == 192 && b == 168;
    boolean shared = a == 100 && (b & 0xc0) == 64;
    boolean special =
        a == 169 && b == 254 || a == 192 && b == 0 && c == 0 || a == 198 && (b & 0xfe) == 18;
    return a != 0 && a < 224 && !ownNetwork && !shared && !special;
  }

  private static boolean isPublic6(byte[] bytes) {
    boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
    boolean embedsFour = isZero(bytes, 0, 12) || startsWith(bytes, 0x00, 0x64, 0xff, 0x9b);
    boolean tunnel = startsWith(bytes, 0x20, 0x02) || startsWith(bytes, 0x20, 0x01, 0, 0);
    return !uniqueLocal && !tunnel && (!embedsFour || isPublic4(bytes, 12));
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
