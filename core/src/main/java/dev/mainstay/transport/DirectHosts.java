package dev.mainstay.transport;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of {@code NO_PROXY}. */
record DirectHosts(String entry) {
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*]|[^:]*):(\\d{1,5})");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  /** Whether {@code to}, which {@code uri} names, is one of them. */
  boolean has(Authority to, URI uri) {
    Matcher ported = WITH_PORT.matcher(entry);
    if (!ported.matches()) {
      return hasHost(entry, to.host());
    }
    int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    int port = to.port() < 0 ? standard : to.port();
    return Integer.parseInt(ported.group(2)) == port && hasHost(ported.group(1), to.host());
  }

  private static boolean hasHost(String pattern, String host) {
    if (pattern.equals("*")) {
      return true;
    }
    Optional<InetAddress> address = address(host);
    if (address.isPresent()) {
      return hasAddress(pattern, address.get());
    }
    String domain = withoutRoot(pattern.replaceFirst("^\\*?\\.", ""));
    String name = withoutRoot(host);
    return name.equals(domain) || (!domain.isEmpty() && name.endsWith("." + domain));
  }

  // In small letters and without the dot that a full name may end in.
  private static String withoutRoot(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }

  private static boolean hasAddress(String pattern, InetAddress host) {
    int slash = pattern.indexOf('/');
    String base = slash < 0 ? pattern : pattern.substring(0, slash);
    Optional<byte[]> block = address(base).map(InetAddress::getAddress);
    byte[] bytes = host.getAddress();
    if (block.isEmpty() || block.get().length != bytes.length) {
      return false;
    }
    return slash < 0
        ? Arrays.equals(block.get(), bytes)
        : share(block.get(), bytes, pattern.substring(slash + 1));
  }

  private static boolean share(byte[] block, byte[] bytes, String length) {
    int bits = length.matches("\\d{1,3}") ? Integer.parseInt(length) : -1;
    if (bits < 0 || bits > bytes.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((block[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  // An address alone: no name is looked up.
  private static Optional<InetAddress> address(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (!ADDRESS.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }
}
