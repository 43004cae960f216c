package dev.mainstay.gateway.server;

import java.io.IOException;

/** An answer that comes piece by piece; used by one thread. */
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
   * Ends the answer as whole.
   *
   * @throws CallerLeftException if the caller has left
   */
  void finish() throws IOException, InterruptedException;
}
