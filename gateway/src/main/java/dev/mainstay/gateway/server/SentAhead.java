package dev.mainstay.gateway.server;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a caller has sent before the answer to its last request was given: not much. */
final class SentAhead {
  private static final int MOST_MESSAGES = 64;
  private static final int MOST_BYTES = 64 * 1024;

  private final Deque<HttpObject> messages = new ArrayDeque<>(2);
  private int bytes;

  /**
   * Keeps {@code message} and its reference.
   *
   * @return false if no more should be read
   */
  boolean add(HttpObject message) {
    messages.add(message);
    bytes += size(message);
    return messages.size() < MOST_MESSAGES && bytes < MOST_BYTES;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** The first of what was kept; its reference is now the taker's. */
  HttpObject take() {
    HttpObject message = messages.remove();
    bytes -= size(message);
    return message;
  }

  void drop() {
    messages.forEach(ReferenceCountUtil::release);
    messages.clear();
    bytes = 0;
  }

  private static int size(HttpObject message) {
    return message instanceof HttpContent content ? content.content().readableBytes() : 0;
  }
}
