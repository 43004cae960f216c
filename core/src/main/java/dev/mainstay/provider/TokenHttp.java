package dev.mainstay.provider;

import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * HTTP to those who issue tokens, for the vendors' own libraries: by the proxies of the deployments
 * that the tokens are for. A cloud's metadata, which only its machines reach, is asked without one.
 *
 * <p>Thread-safe. Two with the same proxies are equal.
 *
 * @param proxies the proxies; where nothing is said of them, those of the process's environment
 */
public record TokenHttp(Proxies proxies) {
  private static final int MOST_BYTES = 1024 * 1024;
  // https://datatracker.ietf.org/doc/html/rfc3927, and Google's name for its own.
  private static final String LINK_LOCAL = "169.254.";
  private static final String GOOGLES_METADATA = "metadata.google.internal";

  // Some requests an hour share its connections, whoever makes them.
  private static final class Holder {
    static final Transport TRANSPORT = Transport.jdk();
  }

  /** An answer, read whole. */
  public record Response(HttpHead head, byte[] body) {}

  /**
   * Sends {@code call}, whatever it says of proxies.
   *
   * @throws IOException if nothing is answered, or over 1 MiB
   * @throws InterruptedException if the thread is interrupted
   */
  public Response send(HttpCall call) throws IOException, InterruptedException {
    Proxies known = proxies.equals(Proxies.unsaid()) ? Proxies.of(System.getenv()) : proxies;
    if (known.hasPassword()) {
      HttpProxy.allowPasswordsInTunnels();
    }
    Optional<HttpProxy> way =
        isOfTheMachine(call.uri()) ? Optional.of(HttpProxy.DIRECT) : known.to(call.uri());
    try (Exchange exchange = Holder.TRANSPORT.open(call.withProxy(way))) {
      HttpHead head = exchange.head();
      byte[] body = exchange.body().readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw new IOException("the token endpoint's answer is over 1 MiB");
      }
      return new Response(head, body);
    }
  }

  private static boolean isOfTheMachine(URI uri) {
    String host = String.valueOf(uri.getHost());
    return host.startsWith(LINK_LOCAL) || host.equals(GOOGLES_METADATA);
  }
}
