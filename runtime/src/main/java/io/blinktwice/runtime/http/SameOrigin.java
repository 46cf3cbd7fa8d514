package io.blinktwice.runtime.http;

import io.blinktwice.runtime.instance.InstanceConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests to us from those that a web page somewhere made a browser send.
 *
 * <p>A name that a page's owner lets point at 127.0.0.1 passes every check of the browser, so what
 * counts is the name itself: loopback's, the one that this process is advertised under, or one that
 * is configured.
 *
 * @param names of this process beside loopback, in lower case
 */
record SameOrigin(Set<String> names) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  static SameOrigin of(InstanceConfig config) {
    return of(Stream.concat(Stream.of(config.advertisedHost()), config.furtherHosts().stream()));
  }

  static SameOrigin of(Stream<String> names) {
    return new SameOrigin(
        names.map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()));
  }

  /** Of a {@code Host} header: it has to be there. */
  boolean isOurHost(@Nullable String header) {
    return header != null && isOurs("http://" + header);
  }

  /** Of an {@code Origin} header: only browsers send one, and {@code null} is nobody's. */
  boolean isOurOrigin(@Nullable String header) {
    return header == null || isOurs(header);
  }

  private boolean isOurs(String address) {
    return hostOf(address)
        .map(host -> names.contains(host) || LOOPBACK.matcher(host).matches())
        .orElse(false);
  }

  private static Optional<String> hostOf(String address) {
    try {
      URI uri = new URI(address);
      return uri.getUserInfo() != null
          ? Optional.empty()
          : Optional.ofNullable(uri.getHost()).map(host -> host.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
