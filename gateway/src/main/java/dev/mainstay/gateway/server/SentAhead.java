package dev.mainstay.gateway.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a caller has sent before the answer to its last request was given: not much. On the
 * connection's event loop.
 *
 * <p>Where there is more, nothing is read until what was kept has had its turn, or until a moment
 * passes in which no answer is given. Then reading goes on, since the end of a connection stands
 * after its last byte and a caller that has left must be seen; what is read is dropped, and the
 * connection ends with the last of the requests that were kept.
 */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class SentAhead {
  private static final int MOST_MESSAGES = 256;
  private static final int MOST_BYTES = 64 * 1024;

  private final Channel channel;
  private final Duration moment;
  // Most connections have none.
  private final List<HttpObject> messages = new ArrayList<>(0);
  private int bytes;
  private long taken;
  private boolean isWatched;
  private boolean isOverrun;

  SentAhead(Channel channel, Duration moment) {
    this.channel = channel;
    this.moment = moment;
  }

  /** Keeps {@code message} for its turn, or drops it; its reference is no longer the caller's. */
  void add(HttpObject message) {
    if (isOverrun) {
      ReferenceCountUtil.release(message);
      return;
    }
    messages.add(message);
    bytes += size(message);
    if (isFull() && channel.config().isAutoRead()) {
      channel.config().setAutoRead(false);
      if (!isWatched) {
        watch();
      }
    }
  }

  private void watch() {
    isWatched = true;
    long before = taken;
    channel
        .eventLoop()
        .schedule(() -> momentIsOver(before), moment.toNanos(), TimeUnit.NANOSECONDS);
  }

  // While answers are given, what was kept dwindles, and then reading goes on by itself.
  private void momentIsOver(long before) {
    isWatched = false;
    if (channel.config().isAutoRead()) {
      return;
    }
    if (taken != before) {
      watch();
    } else {
      readOn();
    }
  }

  private void readOn() {
    isOverrun = true;
    while (!messages.isEmpty() && !(messages.getLast() instanceof LastHttpContent)) {
      HttpObject partOfARequest = messages.removeLast();
      bytes -= size(partOfARequest);
      ReferenceCountUtil.release(partOfARequest);
    }
    channel.config().setAutoRead(true);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Whether something was dropped, so that no request can come after those that were kept. */
  boolean isOverrun() {
    return isOverrun;
  }

  /** The first of what was kept; its reference is now the taker's. */
  HttpObject take() {
    HttpObject message = messages.removeFirst();
    taken++;
    bytes -= size(message);
    return message;
  }

  void drop() {
    messages.forEach(ReferenceCountUtil::release);
    messages.clear();
    bytes = 0;
  }

  private boolean isFull() {
    return messages.size() >= MOST_MESSAGES || bytes >= MOST_BYTES;
  }

  private static int size(HttpObject message) {
    int size = message instanceof HttpContent content ? content.content().readableBytes() : 0;
    if (message instanceof HttpRequest request) {
      size += request.uri().length();
      for (Map.Entry<String, String> header : request.headers()) {
        size += header.getKey().length() + header.getValue().length();
      }
    }
    return size;
  }
}
