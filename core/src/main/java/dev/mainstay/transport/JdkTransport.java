package dev.mainstay.transport;

import dev.mainstay.time.TimeSource;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The transport over java.net.http, HTTP/1.1. */
final class JdkTransport implements Transport {
  private final TimeSource time;
  private final Supplier<HttpClient.Builder> clients;
  private final @Nullable HttpClient own;
  // A client knows one proxy for each address.
  private final Map<Optional<HttpProxy>, HttpClient> byProxy = new ConcurrentHashMap<>();
  private final Set<JdkExchange> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  JdkTransport(TimeSource time, Supplier<HttpClient.Builder> clients) {
    this.time = time;
    this.clients = clients;
    this.own = null;
  }

  JdkTransport(TimeSource time, HttpClient own) {
    this.time = time;
    this.clients = () -> like(own);
    this.own = own;
  }

  @Override
  public Exchange open(HttpCall call) {
    return new JdkExchange(this, call);
  }

  @Override
  public void close() {
    isClosed = true;
    underWay.forEach(exchange -> exchange.abort(ConnectionFailures.transportClosed()));
    byProxy.values().forEach(HttpClient::shutdownNow);
  }

  TimeSource time() {
    return time;
  }

  /** The client that goes through {@code proxy}; where nothing is said, as the platform does. */
  HttpClient client(Optional<HttpProxy> proxy) {
    if (own != null && (proxy.isEmpty() || own.proxy().isPresent())) {
      return own;
    }
    HttpClient client = byProxy.computeIfAbsent(proxy, this::newClient);
    if (isClosed) {
      client.shutdownNow();
    }
    return client;
  }

  private HttpClient newClient(Optional<HttpProxy> proxy) {
    HttpClient.Builder client = clients.get();
    proxy.ifPresent(way -> client.proxy(way.isDirect() ? HttpClient.Builder.NO_PROXY : to(way)));
    return client
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .executor(executor())
        .build();
  }

  private Executor executor() {
    Executor fresh = Thread::startVirtualThread;
    return own == null ? fresh : own.executor().orElse(fresh);
  }

  /** A client as {@code client} is, but for its proxy. */
  private static HttpClient.Builder like(HttpClient client) {
    HttpClient.Builder copy =
        HttpClient.newBuilder()
            .sslContext(client.sslContext())
            .sslParameters(client.sslParameters());
    client.authenticator().ifPresent(copy::authenticator);
    client.cookieHandler().ifPresent(copy::cookieHandler);
    client.connectTimeout().ifPresent(copy::connectTimeout);
    return copy;
  }

  private static ProxySelector to(HttpProxy proxy) {
    String host = proxy.host();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return ProxySelector.of(new InetSocketAddress(bare, proxy.port()));
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
