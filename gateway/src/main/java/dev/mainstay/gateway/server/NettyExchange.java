package dev.mainstay.gateway.server;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.transport.ConnectionFailures;
import dev.mainstay.transport.ContentCoding;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.ProxyFailures;
import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One exchange over Netty. Whatever ends it first is kept, and is what everybody is told. */
final class NettyExchange implements Exchange {
  private static final Failure CLOSED =
      new Failure.Cancelled(FailureDetail.of("the exchange was closed"));

  private final NettyTransport transport;
  private final HttpCall call;
  private final AtomicReference<@Nullable Failure> end = new AtomicReference<>();
  private volatile @Nullable Connecting connecting;
  private volatile @Nullable Try latest;
  private @Nullable HttpHead head;
  private @Nullable InputStream body;

  NettyExchange(NettyTransport transport, HttpCall call) {
    this.transport = transport;
    this.call = call;
  }

  /** One sending of the request. */
  private record Try(ClientConnection connection, IncomingAnswer answer) {
    void abort(Failure cause) {
      answer.abort(cause);
      connection.closeFor(answer);
    }

    void leave() {
      if (answer.leave()) {
        connection.closeSoon(answer);
      }
    }
  }

  @Override
  public HttpHead head() throws TransportException, InterruptedException {
    failIfEnded();
    if (head == null) {
      head = receive();
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
    if (!isFirst(cause)) {
      return;
    }
    Try sent = latest;
    if (sent != null) {
      sent.abort(cause);
    }
    cancelConnecting();
  }

  @Override
  public void close() {
    if (!isFirst(CLOSED)) {
      return;
    }
    Try sent = latest;
    if (sent != null) {
      closeGently(sent);
    }
    cancelConnecting();
  }

  // Who still waits for something is woken; an end on its way may come.
  private void closeGently(Try sent) {
    sent.leave();
    sent.answer.abort(CLOSED);
  }

  private void cancelConnecting() {
    Connecting pending = connecting;
    if (pending != null) {
      pending.cancel();
    }
  }

  private boolean isFirst(Failure cause) {
    Try sent = latest;
    boolean isOver = sent != null && sent.answer.isRead();
    return !isOver && end.compareAndSet(null, cause);
  }

  private void failIfEnded() throws TransportException {
    Failure ended = end.get();
    if (ended != null) {
      throw new TransportException(ended);
    }
  }

  private HttpHead receive() throws TransportException, InterruptedException {
    Optional<String> defect = call.defect();
    if (defect.isPresent()) {
      throw failed(new Failure.BadRequest(FailureDetail.of(defect.get())));
    }
    try {
      return exchange(Origin.of(call));
    } catch (InterruptedException interrupted) {
      abort(new Failure.Cancelled(FailureDetail.of("the thread that waited was interrupted")));
      throw interrupted;
    } catch (TransportException told) {
      throw failed(told.failure());
    } catch (IOException broken) {
      throw failed(ConnectionFailures.of(broken, call));
    }
  }

  private HttpHead exchange(Origin origin) throws IOException, InterruptedException {
    if (transport.pool().isClosed()) {
      throw new TransportException(ConnectionFailures.transportClosed());
    }
    ClientConnection kept = transport.pool().take(origin);
    if (kept != null) {
      long start = System.nanoTime();
      try {
        return exchange(origin, kept);
      } catch (StaleConnectionException dead) {
        if (System.nanoTime() - start >= transport.silence().toNanos()) {
          throw failed(ConnectionFailures.of(dead.end(), call));
        }
        // A vendor may end an idle connection at any moment: only a fresh one tells how it is.
        failIfEnded();
      }
    }
    return exchange(origin, connect(origin));
  }

  private ClientConnection connect(Origin origin) throws IOException, InterruptedException {
    Connecting attempt = transport.connect(origin, call.connectTimeout());
    connecting = attempt;
    if (end.get() != null) {
      attempt.cancel();
    }
    try {
      ClientConnection connection = attempt.await(call);
      transport.countConnection();
      return connection;
    } finally {
      connecting = null;
    }
  }

  private HttpHead exchange(Origin origin, ClientConnection connection)
      throws IOException, InterruptedException {
    IncomingAnswer answer = new IncomingAnswer();
    connection.belongTo(answer);
    Try sent = new Try(connection, answer);
    latest = sent;
    Failure ended = end.get();
    if (ended != null) {
      sent.abort(ended);
      throw new TransportException(ended);
    }
    send(new RequestHead(call, origin).part(), connection.outbox(call, answer));
    HttpHead came = answer.awaitHead();
    if (came.status() == ProxyFailures.AUTHENTICATION && call.through().isPresent()) {
      throw new TransportException(ProxyFailures.answered(call, came.status()));
    }
    InputStream raw = new IncomingAnswerBody(this, answer, connection);
    body = ContentCoding.decode(came.headers(), raw, call.uri());
    return came;
  }

  private void send(Part head, Outbox outbox) throws InterruptedException {
    outbox.add(head);
    outbox.add(Part.bytes(call.body()));
    outbox.flush(true);
  }

  // An answer that cannot be read leaves a connection behind, which a close would now not end.
  private TransportException failed(Failure failure) {
    end.compareAndSet(null, failure);
    Failure first = Objects.requireNonNull(end.get());
    Try sent = latest;
    if (sent != null) {
      sent.abort(first);
    }
    return new TransportException(first);
  }
}
