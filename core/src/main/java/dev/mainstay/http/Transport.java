package dev.mainstay.http;

/**
 * Carries HTTP exchanges to vendors. It connects, reads, and can be aborted; it follows no redirect,
 * retries nothing and knows no timer but the one for connecting: all else happens above it.
 *
 * <p>Thread-safe. Connections are kept and used again.
 */
public interface Transport extends AutoCloseable {
  /** The most bytes of headers an answer may have: 64 KiB. */
  int MAX_HEADER_BYTES = 64 * 1024;

  /** Prepares one exchange; nothing is sent before {@link Exchange#head()}. */
  Exchange open(HttpCall call);

  /** Lets go of every connection; exchanges under way end as {@code ConnectionFailed}. */
  @Override
  void close();
}
