package dev.mainstay.gateway.server;

import dev.mainstay.transport.ConnectionFailures;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a vendor, on which one exchange follows another. All but what any thread may do
 * runs on its event loop.
 */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

  // An end that is on its way is worth a connection.
  private static final long LINGER_MILLIS = 20;

  private final Origin origin;
  private final Channel channel;
  private final ConnectionPool pool;
  private final NettyAnswerDecoder decoder;
  private volatile long idleSinceNanos;
  private volatile boolean isUsed;
  // Whose it is, from the hand that takes it to the loop that has seen the end of the answer.
  private volatile @Nullable IncomingAnswer owner;

  private @Nullable Sent current;
  private boolean isInterim;
  private boolean isAnswerWhole;
  private boolean staysOpen;

  ClientConnection(
      Origin origin, Channel channel, ConnectionPool pool, NettyAnswerDecoder decoder) {
    this.origin = origin;
    this.channel = channel;
    this.pool = pool;
    this.decoder = decoder;
  }

  // From here on by any thread.

  Origin origin() {
    return origin;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  void markIdle(long nowNanos) {
    isUsed = true;
    idleSinceNanos = nowNanos;
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  void close() {
    channel.close();
  }

  /** From now on it is there for {@code answer} alone. */
  void belongTo(IncomingAnswer answer) {
    owner = answer;
  }

  /** Closes it, if it is still there for {@code answer} and not yet for another. */
  void closeFor(IncomingAnswer answer) {
    onLoop(() -> {
      if (answer.equals(owner)) {
        close();
      }
    });
  }

  /** Where {@code call} can be put to be sent; its answer comes into {@code answer}. */
  Outbox outbox(HttpCall call, IncomingAnswer answer) {
    return new Sent(call, answer).outbox;
  }

  /** Reads on, after {@code answer} was full. */
  void resume(IncomingAnswer answer) {
    onLoop(() -> {
      if (isCurrent(answer) && !answer.isFull()) {
        channel.config().setAutoRead(true);
      }
    });
  }

  /**
   * Closes the connection unless the end of {@code answer}, which nobody reads, is about to come.
   */
  void closeSoon(IncomingAnswer answer) {
    onLoop(() -> {
      if (isCurrent(answer)) {
        channel.config().setAutoRead(true);
        channel
            .eventLoop()
            .schedule(() -> closeIfCurrent(answer), LINGER_MILLIS, TimeUnit.MILLISECONDS);
      } else if (answer.equals(owner)) {
        close();
      }
    });
  }

  private void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException loopIsClosed) {
      // With all its connections.
    }
  }

  // From here on by the event loop.

  private boolean isCurrent(IncomingAnswer answer) {
    return current != null && current.answer == answer;
  }

  private void closeIfCurrent(IncomingAnswer answer) {
    if (isCurrent(answer)) {
      close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      Sent sent = current;
      if (sent != null && !isAnswerWhole) {
        read(sent, (HttpObject) message);
      } else {
        readUnasked();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  // Whatever it is, it must not become the next exchange's answer.
  private void readUnasked() {
    staysOpen = false;
    if (current == null) {
      close();
    }
  }

  private void read(Sent sent, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      breakOff(sent, notHttp(sent, message, message.decoderResult().cause()));
      return;
    }
    if (message instanceof HttpResponse response) {
      readHead(sent, response);
    }
    if (message instanceof HttpContent content) {
      readBody(sent, content);
    }
  }

  private void readHead(Sent sent, HttpResponse response) {
    int status = response.status().code();
    isInterim = status >= 100 && status < 200 && status != 101;
    if (isInterim) {
      return;
    }
    if (status < 200 || status > 599) {
      breakOff(sent, malformed(sent, "with the impossible status " + status));
      return;
    }
    if (status >= 300) {
      // Who refuses a request may not read the rest of it.
      sent.outbox.close();
    }
    // What another reader could take for longer or shorter leaves no connection to trust.
    staysOpen = HttpUtil.isKeepAlive(response) && !decoder.isAmbiguous();
    sent.answer.head(new HttpHead(status, ReceivedHeaders.of(response.headers())));
  }

  private void readBody(Sent sent, HttpContent content) {
    boolean isLast = content instanceof LastHttpContent;
    if (isInterim) {
      isInterim = !isLast;
      return;
    }
    if (!sent.answer.add(content.content())) {
      channel.config().setAutoRead(false);
    }
    isAnswerWhole = isLast;
  }

  // The reader is woken once for all that one read of the socket gave, and only after the other
  // sockets were read: readers that wake together cost a fifth fewer switches of threads.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    Sent sent = current;
    if (sent == null) {
      return;
    }
    if (isAnswerWhole) {
      finish(sent);
    } else {
      channel.eventLoop().execute(sent.answer::wake);
    }
  }

  private void finish(Sent sent) {
    current = null;
    owner = null;
    isAnswerWhole = false;
    sent.outbox.close();
    if (staysOpen && sent.isSent && !decoder.hasRest() && channel.isActive()) {
      channel.config().setAutoRead(true);
      pool.put(this);
    } else {
      close();
    }
    sent.answer.end();
  }

  private void breakOff(Sent sent, IOException cause) {
    current = null;
    isAnswerWhole = false;
    close();
    sent.outbox.close();
    sent.answer.breakOff(cause);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof RuntimeException && !(cause instanceof CodecException)) {
      LOG.error("an exchange with {} failed by a mistake of ours", origin, cause);
    }
    lose(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pool.forget(this);
    lose(new EOFException("the connection was closed"));
  }

  private void lose(Throwable cause) {
    Sent sent = current;
    close();
    if (sent != null) {
      breakOff(sent, lost(sent, cause));
    }
  }

  private IOException lost(Sent sent, Throwable cause) {
    if (pool.isClosed()) {
      return new TransportException(ConnectionFailures.transportClosed(), cause);
    }
    if (isUsed && !decoder.hasBytes()) {
      return new StaleConnectionException(cause);
    }
    return new TransportException(ConnectionFailures.of(cause, sent.call), cause);
  }

  private static IOException notHttp(Sent sent, HttpObject message, Throwable cause) {
    if (cause instanceof PrematureChannelClosureException) {
      EOFException cut = new EOFException("the connection was closed inside the head");
      return new TransportException(ConnectionFailures.of(cut, sent.call), cut);
    }
    if (cause instanceof TooLongFrameException) {
      return malformed(sent, "with more than " + Transport.MAX_HEADER_BYTES + " bytes of headers");
    }
    if (message instanceof HttpResponse) {
      return malformed(sent, "with something that is not HTTP: is the endpoint right?");
    }
    return malformed(sent, "with a body whose chunks are garbled");
  }

  private static IOException malformed(Sent sent, String what) {
    return new TransportException(ConnectionFailures.malformed(sent.call.uri(), what));
  }

  /** One request on its way, and where its answer goes. */
  private final class Sent implements Outbox.Watcher {
    private final HttpCall call;
    private final IncomingAnswer answer;
    private final Outbox outbox = new Outbox(channel, this);
    private boolean isSent;

    Sent(HttpCall call, IncomingAnswer answer) {
      this.call = call;
      this.answer = answer;
    }

    @Override
    public void begins() {
      decoder.expect(call.method());
      current = this;
      if (answer.isLeft()) {
        close();
      }
    }

    @Override
    public void sent() {
      isSent = true;
    }

    // Without effect on an answer that came whole before the request was all sent.
    @Override
    public void broke(Throwable cause) {
      if (current == this) {
        lose(cause);
      } else {
        answer.breakOff(lost(this, cause));
      }
    }
  }
}
