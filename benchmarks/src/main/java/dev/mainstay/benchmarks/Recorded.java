package dev.mainstay.benchmarks;

import dev.mainstay.failure.Failure;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Answers every request with the same bytes of a stream, which are all there. */
record Recorded(byte[] body, String contentType) implements Transport {
  /** A stream of server-sent events. */
  Recorded(byte[] body) {
    this(body, "text/event-stream");
  }

  @Override
  public Exchange open(HttpCall call) {
    return new Replay(new ByteArrayInputStream(body), contentType);
  }

  @Override
  public void close() {}

  private record Replay(InputStream body, String contentType) implements Exchange {
    @Override
    public HttpHead head() {
      return new HttpHead(200, Headers.of("content-type", contentType));
    }

    @Override
    public void abort(Failure cause) {}

    @Override
    public void close() {}
  }
}
