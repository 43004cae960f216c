package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import java.io.IOException;

/**
 * A request as it came. Its methods may be called by any thread; {@link #body} by one at a time.
 */
public interface ServerRequest {
  /** The method, as in {@code POST}. */
  String method();

  /**
   * The path before any question mark, with its escapes as they came; begins with a slash, but for
   * {@code OPTIONS *}.
   */
  String path();

  /** The headers. */
  Headers headers();

  /**
   * The body: whole, and unpacked where it came as {@code gzip} or {@code deflate}. Blocks until it
   * is there. Of a large body only its first 64 KiB are read before this is called, so that a
   * caller can be turned away before it sends more. Later calls give the same bytes.
   *
   * @throws RequestRejectedException if it is larger than allowed (413), came to a standstill
   *     (408), is garbled (400) or coded otherwise (415)
   * @throws CallerLeftException if the caller left before it was whole
   */
  byte[] body() throws IOException, InterruptedException;

  /**
   * Has {@code action} run once, at once, if the caller leaves before it has its answer, whatever
   * the handler is doing then; runs it here and now if it has left already. It runs on the thread
   * that serves many others, and must not block.
   *
   * <p>A caller that ends its side of the connection has left, even if it would still read: that is
   * all one can see of a caller that went away while a provider is silent, and nginx judges alike.
   */
  void onDisconnect(Runnable action);

  /**
   * Has {@code action} run once if the server stops and the grace time is over before this request
   * is answered: the last moment to say so to the caller. As {@link #onDisconnect} otherwise.
   */
  void onStop(Runnable action);
}
