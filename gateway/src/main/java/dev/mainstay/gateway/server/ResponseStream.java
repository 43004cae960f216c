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
   * From the first piece on, has {@code filler} sent whenever nothing was sent for the server's
   * {@linkplain ServerOptions.Timeouts#silence silence}, and nothing waits to be sent. By default a
   * silence is not filled.
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
}
