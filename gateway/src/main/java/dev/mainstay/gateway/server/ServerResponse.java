package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import java.io.IOException;

/**
 * Where the answer to a request goes; used by one thread, once. {@code Content-Length}, {@code
 * Transfer-Encoding}, {@code Connection} and {@code Date} are the server's own: setting one of
 * them, or a header with a line break, is an {@link IllegalArgumentException}.
 */
public interface ServerResponse {
  /**
   * Gives the whole answer. Blocks while a caller that reads slowly has more than 64 KiB still to
   * take.
   *
   * @param status 200 to 599
   * @param body not copied, and not to be changed afterwards
   * @throws CallerLeftException if the caller has left
   */
  void send(int status, Headers headers, byte[] body) throws IOException, InterruptedException;

  /**
   * Begins an answer that comes piece by piece. Its head leaves with the first piece.
   *
   * @param status 200 to 599
   */
  ResponseStream begin(int status, Headers headers);

  /** Whether an answer was given or begun, so that no other can be. */
  boolean isCommitted();
}
