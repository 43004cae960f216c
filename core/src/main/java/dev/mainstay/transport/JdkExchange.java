package dev.mainstay.transport;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.time.TimeSource.Timer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One exchange over java.net.http. Whatever ends it first is kept, and is what everybody is told.
 */
final class JdkExchange implements Exchange {
  // What a header costs beside its name and value: ": " and a line end.
  private static final int HEADER_FRAME_BYTES = 4;
  private static final String UNDERSCORE =
      "Java's own HTTP client does not take a host with '_' in its name; give the host an alias without"
          + " one";

  private final JdkTransport transport;
  private final HttpCall call;
  private final JdkBody raw;
  private final AtomicReference<@Nullable Failure> end = new AtomicReference<>();
  private final AtomicReference<Connection> connection = new AtomicReference<>(Connection.AWAITED);
  private final CompletableFuture<Begun> begun = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<?> response;
  private @Nullable HttpHead head;
  private @Nullable InputStream body;

  JdkExchange(JdkTransport transport, HttpCall call) {
    this.transport = transport;
    this.call = call;
    this.raw = new JdkBody(transport.time(), cause -> ConnectionFailures.of(cause, call));
  }

  @Override
  public HttpHead head() throws TransportException, InterruptedException {
    failIfEnded();
    if (head == null) {
      head = receive();
      body = ContentCoding.decode(head.headers(), raw, call.uri());
    }
    return head;
  }

  @Override
  public InputStream body() {
    if (body == null) {
      throw new IllegalStateException("there is no body before head() has returned");
    }
    return body;
  }

  @Override
  public void abort(Failure cause) {
    if (isFirst(cause)) {
      raw.stop(cause);
      cancelResponse();
    }
    transport.forget(this);
  }

  @Override
  public void close() {
    Failure closed = new Failure.Cancelled(FailureDetail.of("the exchange was closed"));
    if (isFirst(closed)) {
      raw.stopSoon(closed);
      cancelResponse();
    }
    transport.forget(this);
  }

  private boolean isFirst(Failure cause) {
    return !raw.isRead() && end.compareAndSet(null, cause);
  }

  // Once the head is there it is the body's subscription that is cancelled.
  private void cancelResponse() {
    CompletableFuture<?> pending = response;
    if (pending != null && !begun.isDone()) {
      pending.cancel(true);
    }
  }

  private void failIfEnded() throws TransportException {
    Failure ended = end.get();
    if (ended != null) {
      throw new TransportException(ended);
    }
  }

  private HttpHead receive() throws TransportException, InterruptedException {
    HttpRequest.Builder request = request();
    transport.remember(this);
    failIfEnded();
    Timer connecting = transport.time().schedule(call.connectTimeout(), this::giveUpConnecting);
    try {
      failIfInterrupted();
      request.method(call.method(), new SentBody(call.body(), () -> connected(connecting)));
      send(request.build());
      return checked(begun.get());
    } catch (InterruptedException interrupted) {
      abort(new Failure.Cancelled(FailureDetail.of("the thread that waited was interrupted")));
      throw interrupted;
    } catch (ExecutionException failed) {
      throw ended(failed.getCause() == null ? failed : failed.getCause());
    } catch (CancellationException aborted) {
      throw ended(aborted);
    } finally {
      connecting.cancel();
    }
  }

  private void giveUpConnecting() {
    if (connection.compareAndSet(Connection.AWAITED, Connection.LATE)) {
      abort(ConnectionFailures.connectTimeout(call));
    }
  }

  // The client does not look whether its answer is still wanted: what it would send now is asked
  // for again elsewhere.
  private void connected(Timer connecting) {
    connecting.cancel();
    boolean isLate =
        !connection.compareAndSet(Connection.AWAITED, Connection.STANDS)
            && connection.get() == Connection.LATE;
    if (isLate || end.get() != null) {
      throw new IllegalStateException("the exchange has ended; nothing is sent for it");
    }
  }

  private static void failIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before anything was sent");
    }
  }

  private HttpRequest.Builder request() throws TransportException {
    Optional<String> defect = call.defect();
    if (defect.isPresent()) {
      throw failed(new Failure.BadRequest(FailureDetail.of(defect.get())), null);
    }
    if (call.uri().getHost() == null) {
      throw failed(new Failure.BadRequest(FailureDetail.of(UNDERSCORE)), null);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri()).version(HttpClient.Version.HTTP_1_1);
    call.headers().forEach(request::header);
    call.through()
        .flatMap(HttpProxy::authorization)
        .ifPresent(shown -> request.header("Proxy-Authorization", shown));
    return request;
  }

  // The client's own answer does not do: where the body breaks before somebody has that, it is
  // lost, and what came of the body with it. It alone tells how a proxy refused a tunnel.
  private void send(HttpRequest request) {
    CompletableFuture<HttpResponse<InputStream>> sent =
        transport.client(call.proxy()).sendAsync(request, this::begin);
    CompletableFuture<?> unused = sent.whenComplete(this::ended);
    response = sent;
    if (end.get() != null) {
      cancelResponse();
    }
  }

  private void ended(@Nullable HttpResponse<InputStream> answer, @Nullable Throwable cause) {
    if (answer != null) {
      begun.complete(new Begun(answer.statusCode(), answer.headers()));
    } else if (cause != null && !begun.completeExceptionally(cause)) {
      raw.onError(cause);
    }
  }

  private BodySubscriber<InputStream> begin(ResponseInfo answer) {
    begun.complete(new Begun(answer.statusCode(), answer.headers()));
    return raw;
  }

  private HttpHead checked(Begun answer) throws TransportException {
    failIfEnded();
    int status = answer.status();
    if (status == ProxyFailures.AUTHENTICATION && call.through().isPresent()) {
      throw refused(ProxyFailures.answered(call, status));
    }
    if (status < 200 || status > 599) {
      throw malformed("with the impossible status " + status);
    }
    List<Headers.Field> headers = headersOf(answer.headers());
    if (size(headers) > Transport.MAX_HEADER_BYTES) {
      throw malformed("with more than " + Transport.MAX_HEADER_BYTES + " bytes of headers");
    }
    return new HttpHead(status, Headers.of(headers));
  }

  private static List<Headers.Field> headersOf(HttpHeaders headers) {
    List<Headers.Field> copy = new ArrayList<>();
    headers
        .map()
        .forEach((name, values) -> values.forEach(v -> copy.add(new Headers.Field(name, v))));
    return copy;
  }

  private static int size(List<Headers.Field> headers) {
    return headers.stream()
        .mapToInt(h -> h.name().length() + h.value().length() + HEADER_FRAME_BYTES)
        .sum();
  }

  private TransportException malformed(String what) {
    return refused(ConnectionFailures.malformed(call.uri(), what));
  }

  private TransportException refused(Failure failure) {
    abort(failure);
    return failed(failure, null);
  }

  private TransportException ended(Throwable cause) {
    return failed(ConnectionFailures.of(cause, call), cause);
  }

  /**
   * The exception for what ended this exchange: {@code failure}, unless something else came first.
   */
  private TransportException failed(Failure failure, @Nullable Throwable cause) {
    transport.forget(this);
    if (end.compareAndSet(null, failure) && cause != null) {
      return new TransportException(failure, cause);
    }
    return new TransportException(Objects.requireNonNull(end.get()));
  }

  /** What came first: the connection, or its timeout. */
  private enum Connection {
    AWAITED,
    STANDS,
    LATE
  }

  private record Begun(int status, HttpHeaders headers) {}
}
