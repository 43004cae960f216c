package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, on the handler's virtual thread. */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class ServerExchange implements ServerRequest, ServerResponse, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
  private static final Rejection INTERNAL_ERROR =
      new Rejection(500, "internal_error", "the server failed to answer; its log says why");

  private final GatewayServer server;
  private final ServerConnection connection;
  private final RequestLine line;
  private final Headers headers;
  private final IncomingRequestBody body;
  private final Outbox outbox;
  private final Occurrence disconnected = new Occurrence();
  private final Occurrence stopped = new Occurrence();
  // The handler and the connection: the exchange is over when both are done with it.
  private final AtomicInteger parties = new AtomicInteger(2);
  private volatile boolean isLeft;
  private byte @Nullable [] plainBody;
  private Progress progress = Progress.NONE;
  private volatile Ending ending = Ending.CLOSE;
  private volatile boolean endsByClose;
  private volatile @Nullable Silence silence;

  ServerExchange(
      GatewayServer server,
      ServerConnection connection,
      RequestLine line,
      Headers headers,
      IncomingRequestBody body) {
    this.server = server;
    this.connection = connection;
    this.line = line;
    this.headers = headers;
    this.body = body;
    this.outbox = connection.outbox(this);
  }

  private enum Progress {
    NONE,
    STREAMING,
    ENDED
  }

  /** What becomes of the connection once the answer is sent. */
  enum Ending {
    /** It may bring another request. */
    KEEP,
    /** It is closed. */
    CLOSE,
    /** It is closed, after the time to read. */
    BREAK_OFF,
    /** It is reset, after the time to read. */
    RESET
  }

  IncomingRequestBody requestBody() {
    return body;
  }

  RequestLine line() {
    return line;
  }

  /** What becomes of the connection, once this is answered. */
  Ending ending() {
    return ending;
  }

  /** Whether the end of the connection is the end of a whole answer, to this caller. */
  boolean endsByClose() {
    return endsByClose;
  }

  /** The caller is gone. */
  void leave() {
    isLeft = true;
    body.leave();
    outbox.close();
    disconnected.happen();
  }

  /** On the event loop, now and then: fills a silence that has become too long. */
  void sweep(long nowNanos) {
    Silence filled = silence;
    if (filled != null) {
      filled.fill(nowNanos, server.options().limits().keepAliveInterval());
    }
  }

  /** The server's grace is over. */
  void tellStop() {
    stopped.happen();
  }

  /** One of the parties is done with the exchange. */
  void release() {
    if (parties.decrementAndGet() == 0) {
      server.ended();
    }
  }

  // What comes before a wait and after it is done elsewhere: a stack is what a waiting call costs.
  @Override
  public void run() {
    try {
      if (!isPreflight()) {
        server.handler().handle(this, this);
      }
      requireWhole();
    } catch (Throwable thrown) {
      handlerThrew(thrown);
    } finally {
      end();
    }
  }

  // Which is answered then.
  private boolean isPreflight() throws IOException, InterruptedException {
    Optional<Headers> leave = crossOrigin().preflight(method(), headers);
    if (leave.isPresent()) {
      send(204, leave.get(), new byte[0]);
    }
    return leave.isPresent();
  }

  private void requireWhole() {
    if (progress != Progress.ENDED && !isLeft) {
      LOG.error("the handler of {} {} returned without a whole answer", method(), path());
      giveUp();
    }
  }

  private void handlerThrew(Throwable thrown) {
    switch (thrown) {
      case RequestRejectedException refused -> tell(refused.refusal());
      case CallerLeftException left -> LOG.debug("the caller of {} {} left", method(), path());
      case InterruptedException i ->
          tell(server.isStopping() ? Rejection.STOPPING : INTERNAL_ERROR);
      default -> {
        if (!isLeft) {
          LOG.error("the handler of {} {} failed", method(), path(), thrown);
          giveUp();
        }
      }
    }
  }

  private void end() {
    if (progress != Progress.ENDED) {
      connection.cut();
    }
    release();
  }

  private CrossOrigin crossOrigin() {
    return server.options().crossOrigin();
  }

  private void giveUp() {
    tell(INTERNAL_ERROR);
  }

  private void tell(Rejection refusal) {
    if (isCommitted()) {
      return;
    }
    try {
      ErrorRenderer.Body told = server.options().errors().render(refusal, path());
      send(refusal.status(), told.headers(), told.bytes());
    } catch (InterruptedException | IOException | RuntimeException unable) {
      LOG.debug("no error could be told to the caller of {} {}", method(), path(), unable);
    }
  }

  @Override
  public String method() {
    return line.method();
  }

  @Override
  public String path() {
    return line.path();
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public byte[] body() throws IOException, InterruptedException {
    byte[] plain = plainBody;
    if (plain == null) {
      byte[] packed = body.await(() -> connection.bodyIsAsked(this));
      plain = RequestCoding.undo(headers, packed, server.rules());
      plainBody = plain;
    }
    return plain;
  }

  @Override
  public void onDisconnect(Runnable action) {
    disconnected.add(action);
  }

  @Override
  public void onStop(Runnable action) {
    stopped.add(action);
  }

  @Override
  public boolean isCommitted() {
    return progress != Progress.NONE;
  }

  @Override
  public void send(int status, Headers headers, byte[] bytes)
      throws IOException, InterruptedException {
    boolean hasBody = hasBody(status);
    Framing framing =
        status == 204 || status == 304 ? new Framing.None() : new Framing.Length(bytes.length);
    Part head = head(status, headers, framing);
    progress = Progress.ENDED;
    put(head);
    if (hasBody) {
      put(Part.bytes(bytes));
    }
    outbox.flush(true);
    if (!outbox.awaitRoom()) {
      throw left();
    }
  }

  @Override
  public ResponseStream begin(int status, Headers headers) {
    Framing framing =
        hasBody(status)
            ? line.isHttp10() ? new Framing.UntilClose() : new Framing.Chunked()
            : new Framing.None();
    Part head = head(status, headers, framing);
    progress = Progress.STREAMING;
    endsByClose = framing instanceof Framing.UntilClose;
    Stream stream = new Stream(head, framing);
    silence = stream.gaps;
    return stream;
  }

  private boolean hasBody(int status) {
    return status != 204 && status != 304 && !line.method().equals("HEAD");
  }

  private Part head(int status, Headers headers, Framing framing) {
    if (isCommitted()) {
      throw new IllegalStateException("a request has one answer, and this one was already given");
    }
    boolean keeps =
        line.keepsAlive()
            && !server.isLeaving()
            && body.isWhole()
            && !(framing instanceof Framing.UntilClose);
    Headers told = crossOrigin().told(this.headers, headers);
    Part head = new ResponseHead(status, told, framing, keeps, line.isHttp10()).part();
    ending = keeps ? Ending.KEEP : Ending.CLOSE;
    return head;
  }

  private void put(Part part) throws IOException, InterruptedException {
    if (!outbox.add(part)) {
      throw left();
    }
  }

  private CallerLeftException left() {
    isLeft = true;
    return new CallerLeftException();
  }

  /** The pieces of an answer. */
  private final class Stream implements ResponseStream {
    private final Framing framing;
    private final Silence gaps = new Silence(outbox);
    private @Nullable Part head;
    private boolean isHeld;

    Stream(Part head, Framing framing) {
      this.head = head;
      this.framing = framing;
    }

    @Override
    public void fillSilence(byte[] filler) {
      switch (framing) {
        case Framing.Chunked f -> gaps.fillWith(new Part.Chunk(filler, 0, filler.length));
        case Framing.UntilClose f -> gaps.fillWith(Part.bytes(filler));
        case Framing.None f -> {}
        case Framing.Length f -> throw new IllegalStateException("a stream has no length");
      }
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
      add(bytes);
      flush();
    }

    @Override
    public void add(byte[] bytes) throws IOException, InterruptedException {
      if (progress == Progress.ENDED) {
        throw new IllegalStateException("the answer is finished");
      }
      gaps.end();
      putHead();
      for (int offset = 0; offset < bytes.length; offset += Outbox.CAPACITY) {
        int length = Math.min(bytes.length - offset, Outbox.CAPACITY);
        putPiece(bytes, offset, length);
      }
      isHeld = true;
    }

    @Override
    public void flush() {
      if (isHeld) {
        isHeld = false;
        outbox.flush(false);
        gaps.begin();
      }
    }

    private void putPiece(byte[] bytes, int offset, int length)
        throws IOException, InterruptedException {
      switch (framing) {
        case Framing.Chunked f -> put(new Part.Chunk(bytes, offset, length));
        case Framing.UntilClose f -> put(new Part.Bytes(bytes, offset, length));
        case Framing.None f -> {}
        case Framing.Length f -> throw new IllegalStateException("a stream has no length");
      }
    }

    private void putHead() throws IOException, InterruptedException {
      if (head != null) {
        put(head);
        head = null;
      }
    }

    @Override
    public void finish() throws IOException, InterruptedException {
      if (progress == Progress.ENDED) {
        return;
      }
      gaps.end();
      putHead();
      if (framing instanceof Framing.Chunked) {
        put(Part.LAST_CHUNK);
      }
      end();
    }

    @Override
    public void breakOff() throws IOException, InterruptedException {
      if (progress == Progress.ENDED) {
        return;
      }
      gaps.end();
      putHead();
      ending = endsByClose ? Ending.RESET : Ending.BREAK_OFF;
      end();
    }

    private void end() {
      progress = Progress.ENDED;
      outbox.flush(true);
    }
  }
}
