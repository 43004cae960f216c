package dev.mainstay.benchmarks.compare;

import dev.mainstay.transport.Headers;
import java.net.URI;

/**
 * Where calls go.
 *
 * @param url the base of the endpoint, as in {@code http://127.0.0.1:4000/v1}
 * @param headers what each request must bring besides what every one has
 */
record Destination(URI url, Headers headers) {
  /** One that wants nothing more. */
  static Destination of(URI url) {
    return new Destination(url, Headers.none());
  }
}
