package dev.mainstay.gateway.server;

import java.io.IOException;

/**
 * An answer that comes piece by piece; used by one thread. What one call of {@link #write} is given
 * stays together, whatever fills the silence between two of them.
 */
public interface ResponseStream {
  /**
   * Sends {@code bytes}, at once. Blocks while more than 64 KiB wait for a caller that reads
   * slowly; one that takes nothing for the reader timeout is cut off.
   *
   * @param bytes not copied, and not to be changed afterwards
   * @throws CallerLeftException if the caller has left, or was cut off
   */
  void write(byte[] bytes) throws IOException, InterruptedException;

  /**
   * Leaves {@code bytes} to be sent with what comes next, at the latest by {@link #flush};
   * otherwise as {@link #write}.
   *
   * @param bytes not copied, and not to be changed afterwards
   * @throws CallerLeftException if the caller has left, or was cut off
   */
  void add(byte[] bytes) throws IOException, InterruptedException;

  /** Sends what was added; never blocks. */
  void flush();

  /**
   * From the first piece on, has {@code filler} sent whenever nothing was sent for {@linkplain
   * dev.mainstay.gateway.front.GatewayLimits#keepAliveInterval so long}, and nothing waits to be
   * sent. By default a silence is not filled.
   *
   * @param filler not copied, and not to be changed afterwards; at most a few hundred bytes
   */
  void fillSilence(byte[] filler);

  /**
   * Ends the answer as whole.
   *
   * @throws CallerLeftException if the caller has left
   */
  void finish() throws IOException, InterruptedException;

  /**
   * Ends the answer as one that is not whole, so that no caller can take it for one that is: what
   * was written is sent, and 1 s later, which leaves the time to read it, the connection is closed
   * without the body's last chunk. For a caller of HTTP/1.0, to which a closed connection is the
   * end of a whole answer, it is reset instead.
   *
   * @throws CallerLeftException if the caller has left
   */
  void breakOff() throws IOException, InterruptedException;
}
