package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.time.ManualTime;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A connection that stands only after its timeout, as on a machine that is busy. */
class LateConnectionTest {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final ManualTime time = new ManualTime();
  private final List<String> sent = new ArrayList<>();

  @Test
  void nothingIsSentForACallThatIsToldThatItCouldNotConnect() {
    URI uri = URI.create("http://model.example/");
    HttpCall call = new HttpCall("POST", uri, Headers.none(), "{}".getBytes(UTF_8), CONNECT);
    try (Transport transport = new JdkTransport(time, new Late());
        Exchange exchange = transport.open(call)) {
      TransportException thrown = catchThrowableOfType(TransportException.class, exchange::head);

      assertThat(thrown.failure()).isInstanceOf(Failure.TimedOut.class);
    }
    assertThat(sent).isEmpty();
  }

  /** Goes on as Java's own does, which does not look whether its answer is still wanted. */
  private final class Late extends HttpClient {
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request, BodyHandler<T> handler) {
      time.advance(CONNECT);
      try {
        sent.add("a body of " + request.bodyPublisher().orElseThrow().contentLength());
        return new CompletableFuture<>();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushed) {
      return sendAsync(request, handler);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
      return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
      return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
      return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SSLParameters sslParameters() {
      return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
      return Optional.empty();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
      return Optional.empty();
    }
  }
}
