package dev.mainstay.transport;

import dev.mainstay.failure.Failure;
import java.io.InputStream;

/**
 * One request and its answer. One thread sends and reads; any thread may {@link #abort} or {@link
 * #close} it.
 */
public interface Exchange extends AutoCloseable {
  /**
   * Connects, sends the request and waits for the answer's status and headers. Later calls give the
   * same head.
   *
   * @throws TransportException if there is none; its failure says why ({@code ConnectionFailed},
   *     {@code TimedOut(CONNECT)}, {@code MalformedAnswer} for what is not HTTP, or what {@link
   *     #abort} gave)
   * @throws InterruptedException if the thread is interrupted; the exchange is then aborted
   */
  HttpHead head() throws TransportException, InterruptedException;

  /**
   * The answer's body, to be called after {@link #head()}. A read blocks until at least one byte is
   * there and returns what is. A body that ends early (fewer bytes than its length, a chunk cut
   * off, a reset) fails its read with a {@link TransportException} whose failure is {@code
   * ConnectionFailed}; so does a read that is aborted, with the failure that {@link #abort} gave. A
   * thread that is interrupted while it reads gets {@link java.io.InterruptedIOException} with its
   * flag set.
   *
   * <p>Where the head has neither {@code Content-Length} nor {@code Transfer-Encoding: chunked} the
   * body is taken for one that ends with its connection, and its end for what may be a crash.
   */
  InputStream body();

  /**
   * Ends the exchange from any thread, at once: blocked and later calls fail with a {@link
   * TransportException} carrying {@code cause}, and the upstream connection is closed. The first
   * cause stays. Without effect once the body was read to its end.
   */
  void abort(Failure cause);

  /**
   * Ends the exchange: a body read to its end leaves its connection for the next exchange, anything
   * else closes it. A transport may give an end that is on its way some 20 ms to come; no call
   * blocks for it. May be called again.
   */
  @Override
  void close();
}
