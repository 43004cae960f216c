package dev.mainstay.http;

import dev.mainstay.time.TimeSource;
import java.net.http.HttpClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The transport over java.net.http, HTTP/1.1. */
final class JdkTransport implements Transport {
  private final TimeSource time;
  private final HttpClient client;
  private final Set<JdkExchange> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  JdkTransport(TimeSource time, HttpClient.Builder client) {
    this.time = time;
    this.client =
        client
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Thread::startVirtualThread)
            .build();
  }

  @Override
  public Exchange open(HttpCall call) {
    return new JdkExchange(this, call);
  }

  @Override
  public void close() {
    isClosed = true;
    underWay.forEach(exchange -> exchange.abort(ConnectionFailures.transportClosed()));
    client.shutdownNow();
  }

  TimeSource time() {
    return time;
  }

  HttpClient client() {
    return client;
  }

  /** Has {@code exchange} end with this transport; at once if it is closed. */
  void remember(JdkExchange exchange) {
    underWay.add(exchange);
    if (isClosed) {
      exchange.abort(ConnectionFailures.transportClosed());
    }
  }

  void forget(JdkExchange exchange) {
    underWay.remove(exchange);
  }
}
