package dev.mainstay.transport;

import dev.mainstay.time.TimeSource;
import java.net.http.HttpClient;
import java.util.Objects;

/**
 * Carries HTTP exchanges to vendors. It connects, reads, and can be aborted; it follows no
 * redirect, retries nothing and knows no timer but the one for connecting: all else happens above
 * it.
 *
 * <p>Thread-safe. Connections are kept and used again.
 */
public interface Transport extends AutoCloseable {
  /** The most bytes of headers an answer may have: 64 KiB. */
  int MAX_HEADER_BYTES = 64 * 1024;

  /**
   * A transport over java.net.http: HTTP/1.1, the platform's trust store, and, where a call says
   * nothing of a proxy, those of {@link java.net.ProxySelector#getDefault()}, that is of {@code
   * -Dhttps.proxyHost} and its kin.
   */
  static Transport jdk() {
    return new JdkTransport(TimeSource.system(), HttpClient::newBuilder);
  }

  /**
   * A transport over {@code client}, for a trust store, a proxy or an executor of one's own;
   * HTTP/1.1 whatever its version. A proxy that the client has takes precedence over those that
   * deployments and the environment name. It stays its owner's to close.
   *
   * <pre>{@code
   * HttpClient client = HttpClient.newBuilder().sslContext(tls).proxy(proxies).build();
   * Mainstay.builder().transport(Transport.jdk(client))
   * }</pre>
   *
   * @throws IllegalArgumentException if it follows redirects, which might take a key elsewhere
   */
  static Transport jdk(HttpClient client) {
    Objects.requireNonNull(client, "client");
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HTTP client follows redirects, which might take a key elsewhere; build it with"
              + " followRedirects(Redirect.NEVER), as it is by default");
    }
    return new JdkTransport(TimeSource.system(), client);
  }

  /** Prepares one exchange; nothing is sent before {@link Exchange#head()}. */
  Exchange open(HttpCall call);

  /** Lets go of every connection; exchanges under way end as {@code ConnectionFailed}. */
  @Override
  void close();
}
